import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core'
import { chromiumArguments, findChromium } from '../../../scripts/browser/find-chromium.ts'
import { startDoor, type Door } from '../../e2e/support/door.ts'
import type { BenchLab } from '../open-bench.ts'

/** `switchyard serve` and a fresh browser; nothing is opened yet. */
export interface BenchPage extends AsyncDisposable {
  readonly door: Door
  readonly browser: Browser
  readonly page: Page
  readonly devtools: CDPSession
}

export async function openBenchPage(lab: BenchLab): Promise<BenchPage> {
  await using parts = new AsyncDisposableStack()
  const door = await startDoor({ variables: lab.variables, labDir: lab.dir })
  parts.defer(door.stop)
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments],
  })
  parts.defer(() => browser.close())
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const opened = parts.move()
  return { door, browser, page, devtools, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** Opens the link and waits until the Yard shows services. */
export async function openYard({ page, door }: BenchPage): Promise<void> {
  await page.goto(door.link)
  const collapsed = page.getByRole('button', { name: /^Show the \d+ services/ })
  await page.locator('a[href^="#/services/"]').or(collapsed).first().waitFor()
}

/** Opens every stack: large labs show lamps only, and large stacks fold what is ready. */
export async function openAllStacks(page: Page): Promise<void> {
  for (;;) {
    const closed = page.getByRole('button', { name: /^Show the \d+ services|^\d+ more/, expanded: false })
    if ((await closed.count()) === 0) return
    await closed.first().click()
  }
}

/** Lengths in milliseconds of the main thread's tasks over 50 ms while `work` goes on. */
export async function longTasksDuring(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const lengths: number[] = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) lengths.push(duration)
    }).observe({ type: 'longtask' })
    Object.assign(window, { lengths })
  })
  await work()
  return page.evaluate(() => (window as unknown as { lengths: number[] }).lengths)
}
