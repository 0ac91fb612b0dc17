import { setTimeout as sleep } from 'node:timers/promises'
import type { LabSelection } from '../../shared/selection.ts'
import { nothingInTray, type TrayView } from '../../shared/tray/model.ts'
import type { DesktopClient } from './desktop-core.ts'
import { watchTrayLab } from './watch-tray-lab.ts'

export interface TrayListener {
  /** Called with every change, and once a second while times grow: of a run, of what loads, of a lease. */
  readonly onView: (view: TrayView) => void
  /** A run of the lab has ended, in whichever process. */
  readonly onRunEnd: (runId: string) => void
}

export interface FollowTrayOptions {
  /** How often is looked whether another lab is used, in milliseconds; default 15 s. */
  readonly lookEveryMs?: number
  /** How long changes are gathered before links are read again, in milliseconds; default 2 s. */
  readonly settleMs?: number
}

export interface FollowedTray {
  /** What the menu is about; null while there is no lab. */
  readonly selection: () => LabSelection | null
  /** Of what is started next; kept until another lab is used. */
  readonly chooseProfiles: (profiles: readonly string[]) => void
  /** Resolves after the signal. */
  readonly ended: Promise<void>
}

/** Follows the lab that was used last, whichever that is, until the signal. */
export function followTray(
  client: DesktopClient,
  { onView, onRunEnd }: TrayListener,
  signal: AbortSignal,
  { lookEveryMs = 15_000, settleMs = 2000 }: FollowTrayOptions = {},
): FollowedTray {
  let selection: LabSelection | null = null
  let view = nothingInTray
  /** Ends the watch that goes on, so that the next one looks at what is selected by then. */
  let renew = new AbortController()

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      const lab = await latestLab(client)
      if (lab?.dir !== selection?.dir) {
        selection = lab && { dir: lab.dir, environment: null, profiles: [] }
        view = { ...nothingInTray, lab: lab && { name: lab.name, dir: lab.dir } }
      }
      if (!lab || !selection) onView(nothingInTray)
      else if (await watch(lab, selection)) continue
      await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  /** True when the next watch is to begin at once. */
  async function watch(lab: NonNullable<TrayView['lab']>, selected: LabSelection): Promise<boolean> {
    renew = new AbortController()
    const { signal: renewed } = renew
    const either = AbortSignal.any([signal, renewed])
    const looking = setInterval(() => {
      void latestLab(client).then((latest) => latest?.dir !== lab.dir && renew.abort())
    }, lookEveryMs)
    looking.unref()
    try {
      await watchTrayLab(client, selected, view, {
        settleMs,
        signal: either,
        onView(next) {
          view = next
          onView(next)
        },
        onRunEnd,
        onEnvironment(environment) {
          selection = { ...selected, environment }
          renew.abort()
        },
      })
    } finally {
      clearInterval(looking)
    }
    // A profile that the lab's files have lost would keep it from being read for ever.
    const hasProfiles = !renewed.aborted && (selected.profiles ?? []).length > 0
    if (hasProfiles) selection = { ...selected, profiles: [] }
    return renewed.aborted || hasProfiles
  }

  return {
    selection: () => selection,
    chooseProfiles(profiles) {
      if (!selection) return
      selection = { ...selection, profiles: [...profiles] }
      renew.abort()
    },
    ended: follow(),
  }
}

/** Null when none is known, or that cannot be read. */
async function latestLab(client: DesktopClient): Promise<TrayView['lab']> {
  const labs = await client.labs.list().catch(() => [])
  return labs[0] ?? null
}
