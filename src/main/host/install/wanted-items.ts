import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { bootUnitText } from './boot-unit.ts'
import { installPaths as paths } from './install-paths.ts'
import { manifestText } from './manifest.ts'
import type { BundledFile, MachineFacts, WantedItem } from './model.ts'
import { polkitPolicyText, polkitRuleText, sudoersText } from './permissions.ts'

export interface Wishes {
  readonly bundle: readonly BundledFile[]
  readonly machine: Pick<MachineFacts, 'hasPolkit' | 'hasSystemd' | 'hasBootUnitWants'>
  readonly askPassword: boolean
  /** Text of the helper's configuration, whole; null when there is to be none but its defaults. */
  readonly configuration: string | null
  /** Folders for swap that are to be made, beside the default one. */
  readonly swapFolders: readonly string[]
  /** Whether a package of the system brings the helper's programs and what tells polkit of them. */
  readonly isPackaged?: boolean
}

/** Everything that an installed helper consists of, folders before what lies in them. Pure. */
export function wantedItems(wishes: Wishes): WantedItem[] {
  const { bundle, machine, askPassword, configuration, swapFolders, isPackaged = false } = wishes
  const settings =
    configuration === null
      ? []
      : [
          file(
            paths.configuration,
            0o644,
            configuration,
            'Where swap files may be, and how large: yours to change.',
          ),
        ]
  const places = swapFolders.map((dir) =>
    folder(dir, 0o700, 'Swap files, for root only: the place that you named.'),
  )
  if (isPackaged) {
    const added = [...permission(machine.hasPolkit, askPassword), ...settings, ...places]
    if (added.length === 0) return []
    const home = folder(paths.configurationDir, 0o755, 'Settings of the helper.')
    return [home, manifest(paths.addedManifest, added, swapFolders), ...added]
  }
  const items = [
    ...programItems(bundle),
    ...(machine.hasPolkit ? [policyItem()] : []),
    ...permission(machine.hasPolkit, askPassword),
    ...(machine.hasSystemd ? bootItems(machine.hasBootUnitWants) : []),
    folder(paths.configurationDir, 0o755, 'Settings of the helper.'),
    ...settings,
    folder('/var/lib/switchyard', 0o755, 'What the helper keeps.'),
    folder(paths.stateDir, 0o755, 'Its journal: what is changed on the host now, and by whom.'),
    folder(paths.swapDir, 0o700, 'Swap files, for root only.'),
    ...places,
    folder(paths.auditDir, 0o755, 'The audit log: everything that the helper has done.'),
  ]
  const entry = items.findIndex(({ path }) => path === paths.helper)
  return items.toSpliced(entry, 0, manifest(paths.manifest, items, swapFolders))
}

/** The programs with their folders. The entry comes last, so that it never runs with modules of another version. */
export function programItems(bundle: readonly BundledFile[]): WantedItem[] {
  return [
    folder('/usr/lib/switchyard', 0o755, 'Programs of Switchyard that run as root.'),
    folder(paths.helperDir, 0o755, 'The host helper.'),
    ...bundle
      .toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)) || a.name.localeCompare(b.name))
      .map((part) =>
        isEntry(part)
          ? file(paths.helper, 0o755, part.content, 'The helper: the only program that is ever run as root.')
          : file(posix.join(paths.helperDir, part.name), 0o644, part.content, 'A part of the helper.'),
      ),
  ]
}

export function policyItem(): WantedItem {
  return file(paths.polkitPolicy, 0o644, polkitPolicyText(), 'Tells polkit the verbs of the helper.')
}

function isEntry({ name }: BundledFile): boolean {
  return name === posix.basename(paths.helper)
}

function permission(hasPolkit: boolean, askPassword: boolean): WantedItem[] {
  if (askPassword) return []
  return hasPolkit
    ? [
        file(
          paths.polkitRule,
          0o644,
          polkitRuleText(),
          'Lets members of the group docker use it without a password.',
        ),
      ]
    : [
        file(
          paths.sudoers,
          0o440,
          sudoersText(),
          'Lets members of the group docker use it without a password.',
        ),
      ]
}

function bootItems(hasWants: boolean): WantedItem[] {
  const name = posix.basename(paths.bootUnit)
  return [
    file(
      paths.bootUnit,
      0o644,
      bootUnitText(),
      'Gives the host back after a power failure; read at the next boot.',
    ),
    ...(hasWants ? [] : [folder(paths.bootUnitWants, 0o755, 'What systemd starts at boot.')]),
    link(posix.join(paths.bootUnitWants, name), `../${name}`, 'Has it run at boot.'),
  ]
}

/** The configuration is the administrator's to change, and the folders they named are theirs: neither stands in it. */
function manifest(path: string, items: readonly WantedItem[], swapFolders: readonly string[]): WantedItem {
  const kept = items.filter(
    (item) =>
      item.path !== paths.configuration &&
      item.path !== paths.bootUnitWants &&
      !swapFolders.includes(item.path),
  )
  const text = manifestText(Object.fromEntries(kept.map((item) => [item.path, item.digest])))
  return file(path, 0o644, text, 'What was installed, for the next version.')
}

export function file(path: string, mode: number, content: string, why: string): WantedItem {
  const bytes = Buffer.byteLength(content)
  return {
    path,
    kind: 'file',
    mode: octal(mode),
    bytes,
    digest: digestOf(content),
    content,
    target: null,
    why,
  }
}

function folder(path: string, mode: number, why: string): WantedItem {
  return {
    path,
    kind: 'folder',
    mode: octal(mode),
    bytes: null,
    digest: null,
    content: null,
    target: null,
    why,
  }
}

export function link(path: string, target: string, why: string): WantedItem {
  return { path, kind: 'link', mode: null, bytes: null, digest: null, content: null, target, why }
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
