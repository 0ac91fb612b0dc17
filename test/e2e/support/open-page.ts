import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { chromiumArguments } from '../../../scripts/browser/find-chromium.ts'
import { startDoor, type Door, type DoorOptions } from './door.ts'
import { keepScreenshot } from './screenshots.ts'

export interface PageOptions extends DoorOptions {
  /** Default: 1440 x 900. */
  readonly size?: { readonly width: number; readonly height: number }
  /** What the system prefers; default dark. */
  readonly theme?: 'dark' | 'light'
}

/**
 * Chromium breaks off what it loads when the machine gets or loses a network, as it does for every Compose project that comes or
 * goes; the page asks again.
 */
const networkChanged = /net::ERR_NETWORK_CHANGED/

/** A page on a real web door, served by `switchyard serve` as a user runs it. Both end with it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  readonly door: Door
  /** What went wrong in the page: uncaught errors and what the console calls an error. */
  readonly pageErrors: readonly string[]
  /** Questions of the browser itself that the page has put before the person (`alert` and its kind). */
  readonly dialogs: readonly string[]
}

export async function openPage(options: PageOptions): Promise<OpenPage> {
  await using parts = new AsyncDisposableStack()
  const door = await startDoor(options)
  parts.defer(door.stop)
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: [...chromiumArguments],
  })
  parts.defer(() => browser.close())
  const context = await browser.newContext({
    viewport: options.size ?? { width: 1440, height: 900 },
    colorScheme: options.theme ?? 'dark',
    reducedMotion: 'reduce',
  })
  const pageErrors: string[] = []
  const dialogs: string[] = []
  context.on('weberror', (event) => pageErrors.push(event.error().message))
  context.on('console', (message) => {
    if (message.type() !== 'error' || networkChanged.test(message.text())) return
    pageErrors.push(`${message.text()} (${message.location().url})`)
  })
  context.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const { currentTestName = 'test' } = expect.getState()
  parts.defer(() => keepScreenshot(page, `last/${currentTestName}`).catch(() => undefined))
  await page.goto(door.link)
  await page.waitForURL(({ pathname }) => pathname === '/')
  const opened = parts.move()
  return { page, context, door, pageErrors, dialogs, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
