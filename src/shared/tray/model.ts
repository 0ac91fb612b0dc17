import type { Lease } from '../host.ts'
import type { LabLink } from '../links.ts'
import type { RunView } from '../run-view.ts'
import type { RunSummary } from '../run.ts'
import type { LabSnapshot } from '../watch.ts'

/* The tray: what it knows, what its menu shows, and what an item of it asks for. Nothing here is drawn or done. */

export type TrayLink = Pick<LabLink, 'name' | 'stack' | 'url'>

/** Everything that the menu is made from. */
export interface TrayView {
  /** The lab that was used last; null when none is known. */
  readonly lab: { readonly name: string; readonly dir: string } | null
  /** Null until the lab was read. */
  readonly state: LabSnapshot | null
  /** Why the lab cannot be read, in one sentence; null while it can. */
  readonly problem: string | null
  /** The run that goes on, as far as it was heard; null when none does, or nothing of it was heard yet. */
  readonly run: RunView | null
  readonly leases: readonly Lease[]
  /** Pages of what runs. */
  readonly links: readonly TrayLink[]
  /** Which environments there are, null for the files as they are; empty for a lab of one. */
  readonly environments: readonly { readonly name: string | null; readonly isRunning: boolean }[]
  /** The latest run that has ended; null when there is none. */
  readonly lastRun: RunSummary | null
}

/** No lab, and nothing known. */
export const nothingInTray: TrayView = {
  lab: null,
  state: null,
  problem: null,
  run: null,
  leases: [],
  links: [],
  environments: [],
  lastRun: null,
}

/** What an item asks for when it is chosen. */
export type TrayAction =
  /** Shows the window, at a place of the page; null where it is. */
  | { readonly type: 'open'; readonly place: string | null }
  | { readonly type: 'start-everything' }
  | { readonly type: 'cancel'; readonly runId: string }
  /** The master switch. */
  | { readonly type: 'apps'; readonly to: 'on' | 'off' }
  | { readonly type: 'stack'; readonly stack: string; readonly to: 'on' | 'off' }
  /** Another environment in the place of the one that runs. */
  | { readonly type: 'environment'; readonly environment: string | null }
  /** These are the profiles of what is started next. */
  | { readonly type: 'profiles'; readonly profiles: readonly string[] }
  /** Gives the host back. */
  | { readonly type: 'restore' }
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'quit' }

export type TrayItem =
  | {
      readonly kind: 'normal'
      readonly label: string
      readonly isEnabled: boolean
      /** Null for what only tells. */
      readonly action: TrayAction | null
    }
  | {
      readonly kind: 'check'
      readonly label: string
      readonly isChecked: boolean
      readonly isEnabled: boolean
      readonly action: TrayAction | null
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] }

/** The silhouettes of the icon: the lamp lit, half of it, a cross, a hollow square, an exclamation mark. */
export const trayIcons = ['lit', 'half', 'cross', 'square', 'exclamation'] as const
export type TrayIconName = (typeof trayIcons)[number]
