import { type Row, timeFigure } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'
import { openBenchPage } from '../page/open-page.ts'

/** From the link to fifty services on the screen, in a browser that has seen nothing of it. */
export const pageFirstScreen: Scenario = {
  name: 'page-first-screen',
  async run(bench: Bench): Promise<readonly Row[]> {
    const lab = await bench.openLab('fifty')
    await lab.run(['up'])
    const shownMs: number[] = []
    const scriptKb: number[] = []
    for (let round = 0; round < Math.max(bench.runs, 3); round += 1) {
      await using opened = await openBenchPage(lab)
      const { page, door } = opened
      await page.addInitScript(watchForFirstRow)
      const scripts: Promise<number>[] = []
      page.on('requestfinished', (request) => {
        if (request.resourceType() === 'script')
          scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
      })
      const beganAtMs = Date.now()
      await page.goto(door.link)
      const shown = await page.waitForFunction(() => (window as { shownAtMs?: number }).shownAtMs)
      shownMs.push(Number(await shown.jsonValue()) - beganAtMs)
      scriptKb.push((await Promise.all(scripts)).reduce((sum, size) => sum + size, 0) / 1000)
    }
    await bench.clean()
    return [
      {
        name: 'page: first screen',
        ours: timeFigure(shownMs),
        theirs: null,
        limit: { kind: 'time', maxMs: 1000 },
        coldMs: null,
        notes: [
          'from opening the one-time link to the frame with the first of 50 services; fresh browser, sign-in included',
        ],
      },
      {
        name: 'page: script of the first screen, kB compressed',
        ours: { kind: 'count', samples: scriptKb },
        theirs: null,
        limit: { kind: 'count', max: 250 },
        coldMs: null,
        notes: ['bytes of all scripts as they were sent until then'],
      },
    ]
  },
}

/** Runs in the page before its own scripts: notes the epoch milliseconds of the first frame with a service in it. */
function watchForFirstRow(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('a[href^="#/services/"]')) return
    observer.disconnect()
    requestAnimationFrame(() =>
      setTimeout(() => Object.assign(window, { shownAtMs: performance.timeOrigin + performance.now() })),
    )
  })
  observer.observe(document, { childList: true, subtree: true })
}
