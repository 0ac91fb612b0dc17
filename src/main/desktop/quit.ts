import type { DesktopApi } from './desktop-api.ts'

export interface QuitOptions {
  /** Asks the operator; resolves to whether to quit. */
  readonly confirm: () => Promise<boolean>
  /** Ends and saves everything; what it throws does not keep Switchyard open. */
  readonly close: () => Promise<void>
  /** How long `close` may take before the process ends anyway, in milliseconds. */
  readonly closeLimitMs: number
  /** Calls back when the session ends: the system asks the process itself to go. */
  readonly onSessionEnd: (listener: () => void) => void
}

/**
 * Every way out (menu, tray, window, end of the session) leads through here: first the question, then what must be closed, then the end.
 * Returns whether Switchyard is on its way out, so that its window may close.
 */
export function handleQuit(
  { app, powerMonitor }: Pick<DesktopApi, 'app' | 'powerMonitor'>,
  { confirm, close, closeLimitMs, onSessionEnd }: QuitOptions,
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
  // Nobody may be there to answer when the session ends or the machine goes down, and an unanswered question would hold it up.
  onSessionEnd(() => void leave())
  powerMonitor.on('shutdown', (...[event]: readonly { preventDefault?: () => void }[]) => {
    // Asks the system for the moment in which runs end cleanly; it gives some seconds, and goes down when we are gone.
    event?.preventDefault?.()
    void leave()
  })
  return () => phase === 'closing'
}
