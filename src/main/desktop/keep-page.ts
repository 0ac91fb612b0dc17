import type { DesktopApi, DesktopWindow } from './desktop-api.ts'
import { isPage, type PageAddress } from './page-address.ts'

export interface KeepPageOptions {
  readonly isLeaving: () => boolean
  readonly report: (error: unknown) => void
  /** In milliseconds, from anywhere. */
  readonly now?: () => number
}

/** A page that crashes again so soon would do so for ever. */
const calmMs = 60_000
const again = 'Load it again'

/**
 * After the page's process has crashed, or does not answer: the core and what it does are not touched by that, and the page comes
 * back where it was. Nobody is asked about a window that nobody sees, unless it has just happened before.
 */
export function keepPage(
  { app, dialog }: Pick<DesktopApi, 'app' | 'dialog'>,
  window: DesktopWindow,
  page: PageAddress,
  { isLeaving, report, now = () => performance.now() }: KeepPageOptions,
): void {
  const { webContents: contents } = window
  let quietlyLoadedAtMs = -Infinity
  let isAsking = false
  let isReplacing = false
  let isGone = false

  async function load(): Promise<void> {
    const url = contents.getURL()
    isGone = false
    await window.loadURL(isPage(page, url) ? url : page.url)
  }

  async function ask(question: Parameters<typeof dialog.showMessageBox>[0]): Promise<number | null> {
    if (isAsking) return null
    isAsking = true
    const { response } = await dialog.showMessageBox(question).finally(() => (isAsking = false))
    return response
  }

  async function afterCrash(reason: string): Promise<void> {
    if (!window.isVisible() && now() - quietlyLoadedAtMs > calmMs) {
      quietlyLoadedAtMs = now()
      return load()
    }
    const answer = await ask({
      type: 'error',
      message: 'The window stopped working',
      detail: `Its process ended (${reason}). Runs and containers go on.`,
      buttons: [again, 'Quit'],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 0) await load()
    else if (answer !== null) app.quit()
  }

  async function whileSilent(): Promise<void> {
    const answer = await ask({
      type: 'warning',
      message: 'The window does not answer',
      detail: 'It may only be busy. Runs and containers go on either way.',
      buttons: ['Wait', again],
      defaultId: 0,
      cancelId: 0,
    })
    // It may have crashed while it was waited for, when another question was not asked.
    if (answer === null || (answer === 0 && !isGone) || window.isDestroyed()) return
    isReplacing = true
    contents.forcefullyCrashRenderer()
    await load().finally(() => (isReplacing = false))
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    isGone = true
    if (!isLeaving() && !isReplacing) void afterCrash(reason).catch(report)
  })
  window.on('unresponsive', () => {
    if (!isLeaving()) void whileSilent().catch(report)
  })
}
