import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Row, timeFigure } from '../figures.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'
import { findContainers, openManyServices } from '../page/many-services.ts'
import { longTasksDuring, openAllStacks, openBenchPage, openYard } from '../page/open-page.ts'
import { processTimeMs, rendererTimeMs } from '../page/processor-time.ts'

const changes = 60
const busySeconds = 20

/** How soon a change is on the screen, and what twenty changes a second cost. */
export const pageChanges: Scenario = {
  name: 'page-changes',
  async run(bench: Bench): Promise<readonly Row[]> {
    const soon = await measureEventToPixel(bench)
    await bench.clean()
    const busy = await measureBusy(bench)
    await bench.clean()
    return [soon, ...busy]
  },
}

async function measureEventToPixel(bench: Bench): Promise<Row> {
  const lab = await openManyServices(bench, 100)
  await using opened = await openBenchPage(lab)
  await openYard(opened)
  const { page } = opened
  await openAllStacks(page)
  await page.evaluate(watchRows)
  const containers = [...(await findContainers(lab))]
  const delaysMs: number[] = []
  for (let index = 0; index < changes; index += 1) {
    const [service, id] = containers[(index * 7) % containers.length] ?? ['', '']
    for (const action of ['pause', 'unpause']) {
      const since = Date.now()
      await post(lab, `/containers/${id}/${action}`)
      const eventMs = await eventTimeMs(lab, id, action, since)
      const shown = await page.waitForFunction(
        ([name, atMs]) =>
          (window as unknown as { rowTimes: Map<string, number[]> }).rowTimes
            .get(name)
            ?.find((time) => time >= atMs),
        [service, eventMs] as const,
      )
      delaysMs.push(Number(await shown.jsonValue()) - eventMs)
      await sleep(50)
    }
  }
  const sorted = delaysMs.toSorted((a, b) => a - b)
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? NaN
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN
  return {
    name: 'page: event to pixel, p95',
    ours: timeFigure([p95]),
    theirs: null,
    limit: { kind: 'time', maxMs: 100 },
    coldMs: null,
    notes: [
      `${delaysMs.length} pauses and unpauses among 100 containers, from the engine's own time of the event to the frame that shows it; median ${middle.toFixed(0)} ms, longest ${(sorted.at(-1) ?? NaN).toFixed(0)} ms`,
    ],
  }
}

async function measureBusy(bench: Bench): Promise<readonly Row[]> {
  const lab = await openManyServices(bench, 200)
  await using opened = await openBenchPage(lab)
  await openYard(opened)
  const { page, browser, door } = opened
  await openAllStacks(page)
  const ids = [...(await findContainers(lab)).values()]
  // Steady state: what the opening of two hundred rows leaves to do is over by then.
  await sleep(2000)
  let done = 0
  const before = await Promise.all([processTimeMs(door.pid), rendererTimeMs(browser)])
  const longTasks = await longTasksDuring(page, async () => {
    const beganAtMs = performance.now()
    for (let tick = 0; performance.now() - beganAtMs < busySeconds * 1000; tick += 1) {
      const id = ids[Math.floor(tick / 2) % ids.length] ?? ''
      await post(lab, `/containers/${id}/${tick % 2 === 0 ? 'pause' : 'unpause'}`)
      done += 1
      await sleep(Math.max(0, beganAtMs + (tick + 1) * 50 - performance.now()))
    }
  })
  const after = await Promise.all([processTimeMs(door.pid), rendererTimeMs(browser)])
  const share = (index: 0 | 1) => (after[index] - before[index]) / (busySeconds * 1000)
  const rate = `${(done / busySeconds).toFixed(0)} changes a second among 200 containers for ${busySeconds} s`
  return [
    {
      name: 'page: long tasks while busy',
      ours: { kind: 'count', samples: [longTasks.length] },
      theirs: null,
      limit: { kind: 'count', max: 0 },
      coldMs: null,
      notes: [`${rate}; longest ${Math.max(0, ...longTasks).toFixed(0)} ms; software rendering`],
    },
    {
      name: 'page: processor time while busy (core process)',
      ours: { kind: 'share', samples: [share(0)] },
      theirs: null,
      limit: null,
      coldMs: null,
      notes: [`${rate}; the page itself took ${(share(1) * 100).toFixed(0)} % of a core`],
    },
  ]
}

/** Runs in the page: notes the epoch milliseconds of every frame in which a service's row had changed. */
function watchRows(): void {
  const rowTimes = new Map<string, number[]>()
  Object.assign(window, { rowTimes })
  const changed = new Set<string>()
  new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement
      const link = element?.closest('li')?.querySelector('a[href^="#/services/"]')
      if (link) changed.add(link.textContent)
    }
    requestAnimationFrame(() => {
      const now = performance.timeOrigin + performance.now()
      for (const name of changed) rowTimes.set(name, [...(rowTimes.get(name) ?? []), now])
      changed.clear()
    })
  }).observe(document.body, { childList: true, characterData: true, attributes: true, subtree: true })
}

function socketOf(lab: BenchLab): string {
  return (lab.variables['DOCKER_HOST'] ?? '').replace('unix://', '')
}

async function post(lab: BenchLab, path: string): Promise<void> {
  await call(lab, 'POST', path)
}

/** When the engine itself says that it happened, in epoch milliseconds. */
async function eventTimeMs(lab: BenchLab, id: string, action: string, sinceMs: number): Promise<number> {
  const filters = encodeURIComponent(JSON.stringify({ container: [id], event: [action] }))
  const range = `since=${(sinceMs / 1000).toFixed(3)}&until=${((Date.now() + 1) / 1000).toFixed(3)}`
  const answer = await call(lab, 'GET', `/events?${range}&filters=${filters}`)
  const event = JSON.parse(answer.trim().split('\n').at(-1) ?? '') as { timeNano: number }
  return event.timeNano / 1e6
}

function call(lab: BenchLab, method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socketOf(lab), method, path }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve(text))
    })
    sent.on('error', reject).end()
  })
}
