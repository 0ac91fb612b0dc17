import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Whether a window that starts hidden may stay so: the desktop shows tray icons. At login that comes a moment after us, so it is
 * waited for; false when it does not come.
 */
export async function mayStayHidden(
  hasTrayHost: () => Promise<boolean>,
  signal: AbortSignal,
  { everyMs = 1000, limitMs = 20_000 }: { readonly everyMs?: number; readonly limitMs?: number } = {},
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs && !signal.aborted; waitedMs += everyMs) {
    if (await hasTrayHost().catch(() => false)) return true
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
  return signal.aborted
}
