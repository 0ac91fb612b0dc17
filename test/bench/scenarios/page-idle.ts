import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'
import { openBenchPage, openYard } from '../page/open-page.ts'
import { processTimeMs, rendererTimeMs } from '../page/processor-time.ts'

const idleMs = 30_000

/** What an open window costs while nothing happens. */
export const pageIdle: Scenario = {
  name: 'page-idle',
  async run(bench: Bench): Promise<readonly Row[]> {
    const lab = await bench.openLab('fifty')
    await lab.run(['up'])
    await using opened = await openBenchPage(lab)
    await openYard(opened)
    const { page, browser, door } = opened
    await sleep(5000)
    const measure = async () => {
      const read = () => Promise.all([processTimeMs(door.pid), rendererTimeMs(browser)])
      const before = await read()
      await sleep(idleMs)
      const after = await read()
      return [(after[0] - before[0]) / idleMs, (after[1] - before[1]) / idleMs] as const
    }
    const [core, shown] = await measure()
    // Chromium without a screen has no tab behind another one, so the page is told that it is hidden.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true })
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await sleep(2000)
    const [coreHidden, hidden] = await measure()
    await bench.clean()
    const row = (name: string, share: number, max: number, note: string): Row => ({
      name: `page: idle, ${name}`,
      ours: { kind: 'share', samples: [share] },
      theirs: null,
      limit: { kind: 'share', max },
      coldMs: null,
      notes: [note],
    })
    const span = `of one core, over ${idleMs / 1000} s with 50 services`
    return [
      row('core process', core, 0.02, span),
      row('page', shown, 0.02, span),
      row('core process, page hidden', coreHidden, 0.005, `${span}; what is used is still recorded`),
      row('hidden page', hidden, 0.005, `${span}; without the browser's own throttling of hidden pages`),
    ]
  },
}
