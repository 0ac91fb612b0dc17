import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Row } from '../figures.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'
import { openBenchPage, openYard } from '../page/open-page.ts'

const leastGraphs = 20
/** The graphs begin empty, and show a minute. */
const fillMs = 60_000
const measuredMs = 20_000
const gpus = [0, 1, 2]

/** How smooth a page is on which twenty graphs go on once a second: as they are, and with the cursor over them. */
export const graphsFrames: Scenario = {
  name: 'graphs-frames',
  async run(bench: Bench): Promise<readonly Row[]> {
    const lab = await bench.openLab('fifty')
    await lab.run(['up'])
    await using opened = await openBenchPage(await withGpus(lab))
    const { page } = opened
    await openYard(opened)
    // All of them can be seen at once: what cannot be seen is not drawn.
    await page.setViewportSize({ width: 1920, height: 2800 })
    await page.getByRole('link', { name: 'Host', exact: true }).click()
    await page.getByRole('combobox', { name: /^Range/ }).click()
    await page.getByRole('option', { name: '1m', exact: true }).click()
    const graphs = page.locator('figure [role=img]')
    await graphs.nth(leastGraphs - 1).waitFor()
    await sleep(fillMs)
    const seen = await graphs.evaluateAll(
      (all) => all.filter((each) => each.getBoundingClientRect().bottom <= innerHeight).length,
    )
    const changes = await countChanges(page)
    const still = await measureFrames(page, () => sleep(measuredMs))
    const moved = await measureFrames(page, () => moveOver(page))
    await bench.clean()
    const note = `${seen} graphs in sight, ${(changes / seen).toFixed(1)} new pictures of each in a second; Chromium without a screen or GPU, 1920 × 2800`
    return [
      ...rowsOf('page: graphs', still, { note, leastPerSecond: 55 }),
      ...rowsOf('page: graphs, cursor moving', moved, {
        note: 'the same while the cursor goes over one of them, and all follow it',
        leastPerSecond: null,
      }),
    ]
  },
}

interface Frames {
  /** Times between frames, in milliseconds. */
  readonly gapsMs: readonly number[]
  /** Of the main thread's tasks over 50 ms. */
  readonly longMs: readonly number[]
}

function rowsOf(
  name: string,
  { gapsMs, longMs }: Frames,
  { note, leastPerSecond }: { readonly note: string; readonly leastPerSecond: number | null },
): readonly Row[] {
  const sorted = gapsMs.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN
  const totalMs = gapsMs.reduce((sum, each) => sum + each, 0)
  const base = { theirs: null, coldMs: null }
  const longest = longMs.length === 0 ? '' : `, the longest ${Math.max(...longMs).toFixed(0)} ms`
  return [
    {
      ...base,
      name: `${name}, frames a second`,
      ours: { kind: 'count', samples: [gapsMs.length / (totalMs / 1000)] },
      limit: leastPerSecond === null ? null : { kind: 'at-least', min: leastPerSecond },
      notes: [note, `tasks over 50 ms: ${longMs.length}${longest}`],
    },
    { ...base, name: `${name}, frame p50`, ours: milliseconds(at(0.5)), limit: null, notes: [] },
    { ...base, name: `${name}, frame p99`, ours: milliseconds(at(0.99)), limit: null, notes: [] },
  ]
}

function milliseconds(value: number) {
  return { kind: 'milliseconds', samples: [value] } as const
}

async function measureFrames(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const frames = { gapsMs: [] as number[], longMs: [] as number[], isOver: false }
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) frames.longMs.push(duration)
    })
    observer.observe({ type: 'longtask' })
    let before: number | null = null
    const next = (nowMs: number) => {
      if (before !== null) frames.gapsMs.push(nowMs - before)
      before = nowMs
      if (frames.isOver) observer.disconnect()
      else requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    Object.assign(window, { frames })
  })
  await work()
  return page.evaluate(() => {
    const { frames } = window as unknown as { frames: Frames & { isOver: boolean } }
    frames.isOver = true
    return frames
  })
}

/** How often any graph has told another value aloud, in a second. */
function countChanges(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let changes = 0
    const observer = new MutationObserver((records) => (changes += records.length))
    for (const graph of document.querySelectorAll('figure [role=img]'))
      observer.observe(graph, { attributes: true, attributeFilter: ['aria-label'] })
    await new Promise((resolve) => setTimeout(resolve, 10_000))
    observer.disconnect()
    return changes / 10
  })
}

async function moveOver(page: Page): Promise<void> {
  const box = await page.locator('figure [role=img]').first().boundingBox()
  if (!box) throw new Error('there is no graph to move the cursor over')
  const endMs = performance.now() + measuredMs
  for (let step = 0; performance.now() < endMs; step += 1) {
    const x = box.x + 80 + ((step * 7) % Math.max(1, box.width - 100))
    await page.mouse.move(x, box.y + box.height / 2)
    await sleep(16)
  }
  await page.mouse.move(0, 0)
}

/** The same lab on a machine where nvidia-smi tells of GPUs, one of them always at work. */
async function withGpus(lab: BenchLab): Promise<BenchLab> {
  const dir = join(lab.dir, '../bin')
  await mkdir(dir, { recursive: true })
  const rows = gpus.map(
    (index) =>
      `echo "${index}, GPU-${index}, $((40 + n % 30)), $((9000 + n * 100 % 20000)), 49140, $((n * 7 % 100)), $((60 + n % 200)).50, 300.00, 34, NVIDIA RTX 6000 Ada"`,
  )
  const script = `#!/bin/sh
case "$1" in
--query-gpu=*) n=0; while :; do n=$((n + 1)); ${rows.join('; ')}; sleep 1; done ;;
*) while :; do echo 'GPU-0, 1, 4096, python3'; sleep 5; done ;;
esac
`
  await writeFile(join(dir, 'nvidia-smi'), script)
  await chmod(join(dir, 'nvidia-smi'), 0o755)
  return { ...lab, variables: { ...lab.variables, PATH: `${dir}:${lab.variables['PATH'] ?? ''}` } }
}
