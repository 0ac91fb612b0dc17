import type { InstallItem, InstallPlan } from '../../../shared/host.ts'
import { installPaths as paths, trustedGroup } from './install-paths.ts'
import { ownFolders, type Manifest } from './manifest.ts'
import type { Found, MachineFacts, WantedItem } from './model.ts'
import { extractCommand, removeCommand, withRoot } from './root-commands.ts'
import { octal } from './wanted-items.ts'

export interface InstallFacts {
  readonly wanted: readonly WantedItem[]
  readonly machine: MachineFacts
  readonly askPassword: boolean
  /** Of the installation that is there. */
  readonly manifest: Manifest
  readonly found: ReadonlyMap<string, Found>
}

/** Exactly what an installation will write, and what of it is there already. Pure. */
export function planInstall({ wanted, machine, askPassword, manifest, found }: InstallFacts): InstallPlan {
  const items = wanted.map((item): InstallItem => ({
    ...item,
    state: stateOf(item, found.get(item.path) ?? null, manifest),
  }))
  const obsolete = Object.keys(manifest).filter(
    (path) =>
      !ownFolders.includes(path) && !wanted.some((item) => item.path === path) && found.get(path) !== null,
  )
  const isCurrent =
    obsolete.length === 0 && items.every(({ state }) => state === 'same' || state === 'unreadable')
  const isWritten = items.some(({ state }) => state === 'new' || state === 'changed')
  return {
    items,
    obsolete,
    isCurrent,
    notes: notesOf(wanted, machine, askPassword),
    way: machine.way,
    commands: [
      ...(isWritten ? [withRoot(machine.way, extractCommand)] : []),
      ...(obsolete.length > 0 ? [withRoot(machine.way, removeCommand(obsolete))] : []),
    ],
  }
}

function stateOf(item: WantedItem, found: Found, manifest: Manifest): InstallItem['state'] {
  if (found === null) return 'new'
  const installed = manifest[item.path]
  if (found === 'unreadable') {
    // Only root may look; what the last installation says of it is readable.
    if (installed === undefined) return 'new'
    return installed === item.digest ? 'unreadable' : 'changed'
  }
  if (found.kind !== item.kind || found.uid !== 0 || found.gid !== 0) return 'changed'
  if (item.mode !== null && octal(found.mode) !== item.mode) return 'changed'
  return found.digest === item.digest && found.target === item.target ? 'same' : 'changed'
}

function notesOf(wanted: readonly WantedItem[], machine: MachineFacts, askPassword: boolean): string[] {
  const writes = (path: string) => wanted.some((item) => item.path === path)
  const program = machine.hasPolkit ? 'pkexec' : 'sudo'
  return [
    ...(writes(paths.helper)
      ? []
      : ['The helper itself came with a package of this system; this is what is added to it.']),
    ...(askPassword
      ? [
          `Each use asks for an administrator's password, by ${program}; a run that cannot ask is refused by the host.`,
        ]
      : [
          `Members of the group ${trustedGroup} may then use the helper's verbs, and nothing else, without a password. They are ` +
            'root already, through the Docker engine; `--ask-password` leaves that out.',
        ]),
    ...(askPassword || machine.hasTrustedGroup
      ? []
      : [`There is no group ${trustedGroup} on this machine: until there is, only root may use the helper.`]),
    ...(writes(paths.bootUnit)
      ? ['Nothing is reloaded or restarted: systemd reads the new unit when the machine boots next.']
      : []),
    ...(machine.hasSystemd
      ? []
      : ['There is no systemd here: after a power failure, `switchyard host restore` gives the host back.']),
    `Swap files go to ${paths.swapDir} and to the places in ${paths.configuration}.`,
  ]
}
