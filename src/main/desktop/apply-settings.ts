import type { Settings, SettingsChange } from '../../shared/app.ts'
import { describeFailure } from './describe-failure.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'
import { followSettings } from './follow-settings.ts'
import type { ShortcutHolder } from './global-shortcut.ts'
import type { LoginEntry } from './login-entry.ts'
import { linkScheme } from './read-deep-link.ts'

export interface ApplyOptions {
  readonly api: Pick<DesktopApi, 'app' | 'dialog'>
  readonly client: Pick<DesktopClient, 'settings'>
  readonly loginEntry: LoginEntry
  readonly shortcut: ShortcutHolder
  /** One line, for what nobody is there to read. */
  readonly log: (line: string) => void
  readonly signal: AbortSignal
  readonly everyMs?: number
}

/** Makes of this door's settings what the desktop knows of them: now, and whenever they change. Until the signal. */
export async function applySettings(options: ApplyOptions): Promise<void> {
  const { api, client, loginEntry, shortcut, log, signal } = options
  const parts: readonly DesktopPart[] = [
    {
      key: 'globalShortcut',
      off: { globalShortcut: null },
      apply: ({ globalShortcut }) => shortcut.hold(globalShortcut),
    },
    {
      key: 'startAtLogin',
      off: { startAtLogin: false },
      apply: ({ startAtLogin }) => tryTo(() => loginEntry.set(startAtLogin)),
    },
    // Where it is not installed, the system would keep a program that may be gone tomorrow.
    { key: 'deepLinks', off: { deepLinks: false }, apply: ({ deepLinks }) => registerLinks(api, deepLinks) },
  ]

  const settings = await client.settings.get()
  for (const part of parts) {
    // An entry that is not ours is no business of somebody who never wanted one.
    if (isOff(part, settings)) continue
    const problem = part.apply(settings)
    if (problem !== null) log(`switchyard: ${problem}`)
  }
  /** Switched off by us, because they could not be had. */
  const refused = new Set<DesktopPart['key']>()
  await followSettings(
    client,
    async (changed, before) => {
      for (const part of parts) {
        if (changed[part.key] === before[part.key]) continue
        if (isOff(part, changed) && refused.delete(part.key)) continue
        const problem = part.apply(changed)
        if (problem === null) continue
        // What does not hold must not look as if it did.
        if (!isOff(part, changed)) refused.add(part.key)
        await client.settings.update(part.off).catch(() => undefined)
        await api.dialog.showMessageBox({
          type: 'info',
          message: `The setting could not be switched ${isOff(part, changed) ? 'off' : 'on'}`,
          detail: problem,
          buttons: ['OK'],
        })
      }
    },
    signal,
    options.everyMs,
  )
}

interface DesktopPart {
  readonly key: 'globalShortcut' | 'startAtLogin' | 'deepLinks'
  readonly off: SettingsChange
  /** Why it does not hold, as a sentence; null when it does. */
  readonly apply: (settings: Settings) => string | null
}

function isOff({ key }: DesktopPart, settings: Settings): boolean {
  return settings[key] === null || settings[key] === false
}

/** Off means that a link says so and does nothing; on Linux a program cannot take its name back. */
function registerLinks({ app }: Pick<DesktopApi, 'app'>, isOn: boolean): string | null {
  if (!app.isPackaged) return null
  if (!isOn) {
    app.removeAsDefaultProtocolClient(linkScheme)
    return null
  }
  return app.setAsDefaultProtocolClient(linkScheme)
    ? null
    : 'The desktop hands links only to programs in its menu, and Switchyard is not there: install its package, or enter the AppImage in the menu.'
}

function tryTo(work: () => void): string | null {
  try {
    work()
    return null
  } catch (error) {
    return describeFailure(error)
  }
}
