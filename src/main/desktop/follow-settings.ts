import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../../shared/app.ts'
import type { DesktopClient } from './desktop-core.ts'

/**
 * Tells the settings when they have changed, whichever door has changed them, until the signal. They are a small file that is read
 * every two seconds.
 */
export async function followSettings(
  client: Pick<DesktopClient, 'settings'>,
  onChange: (settings: Settings, before: Settings) => Promise<void>,
  signal: AbortSignal,
  everyMs = 2000,
): Promise<void> {
  let before = await client.settings.get()
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
    // One that cannot be read for a moment changes nothing.
    const settings = await client.settings.get().catch(() => before)
    if (JSON.stringify(settings) === JSON.stringify(before)) continue
    const last = before
    before = settings
    await onChange(settings, last)
  }
}
