import type { DesktopApi } from './desktop-api.ts'

export interface QuitOptions {
  /** Asks the operator; resolves to whether to quit. */
  readonly confirm: () => Promise<boolean>
  /** Ends and saves everything; what it throws does not keep Switchyard open. */
  readonly close: () => Promise<void>
  /** How long `close` may take before the process ends anyway, in milliseconds. */
  readonly closeLimitMs: number
}

/**
 * Every way out (menu, tray, window, signal) leads through here: first the question, then what must be closed, then the end.
 * Returns whether Switchyard is on its way out, so that its window may close.
 */
export function handleQuit(
  { app, powerMonitor }: Pick<DesktopApi, 'app' | 'powerMonitor'>,
  { confirm, close, closeLimitMs }: QuitOptions,
): () => boolean {
  let phase: 'open' | 'asking' | 'closing' = 'open'

  const leave = async () => {
    if (phase === 'closing') return
    phase = 'closing'
    const limit = setTimeout(() => app.exit(), closeLimitMs)
    await close().catch(() => undefined)
    clearTimeout(limit)
    app.exit()
  }
  const ask = async () => {
    phase = 'asking'
    // A question that cannot be put must not make it impossible to quit.
    const isWanted = await confirm().catch(() => true)
    if (phase !== 'asking') return
    phase = 'open'
    if (isWanted) await leave()
  }

  app.on('before-quit', (event) => {
    event.preventDefault()
    if (phase === 'open') void ask()
  })
  // Nobody may be there to answer when the machine goes down, and an unanswered question would hold it up.
  powerMonitor.on('shutdown', () => void leave())
  return () => phase === 'closing'
}
