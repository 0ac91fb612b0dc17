import { SwitchyardError } from '../../../shared/errors.ts'
import type { Lease, UninstallPlan } from '../../../shared/host.ts'
import { actionArguments } from '../preview.ts'
import { installPaths as paths } from './install-paths.ts'
import { isModule, ownFolders, singleFiles, type HelperPackage, type Manifest } from './manifest.ts'
import type { Found, MachineFacts } from './model.ts'
import { removeCommand, withRoot } from './root-commands.ts'

export interface UninstallFacts {
  readonly machine: Pick<MachineFacts, 'way'>
  readonly manifest: Manifest
  readonly found: ReadonlyMap<string, Found>
  /** Names in the folder of the helper, and in the one of its journal. */
  readonly helperNames: readonly string[]
  readonly stateNames: readonly string[]
  readonly leases: readonly Lease[]
  /** Folders for swap that the operator named. */
  readonly namedPlaces: readonly string[]
  /** The package that brought the helper; null when it was installed by hand. */
  readonly broughtBy: HelperPackage | null
}

/** Every path that must be looked at before an uninstallation can be planned. */
export function pathsToUninstall(
  facts: Pick<UninstallFacts, 'manifest' | 'helperNames' | 'stateNames' | 'broughtBy'>,
): readonly string[] {
  const modules = facts.helperNames.map((name) => `${paths.helperDir}/${name}`).filter(isModule)
  const files = [
    ...Object.keys(facts.manifest).filter((path) => !ownFolders.includes(path)),
    ...modules,
    ...singleFiles,
    paths.manifest,
    ...stateFiles(facts),
  ]
  // Without its entry nobody can start the helper any more; so that goes first.
  return [...new Set([paths.helper, ...files, ...ownFolders, paths.audit])]
}

function stateFiles({ stateNames }: Pick<UninstallFacts, 'stateNames'>): readonly string[] {
  const own = stateNames.filter((name) => /^(journal\.json|lock)/.test(name))
  return own.map((name) => `${paths.stateDir}/${name}`)
}

/**
 * What an uninstallation will remove, and what it leaves. Pure.
 * Throws SwitchyardError while a run holds the host.
 */
export function planUninstall(facts: UninstallFacts): UninstallPlan {
  const { machine, manifest, found, leases } = facts
  const held = leases.find(({ kind, phase }) => kind === 'run' && phase !== 'pending')
  if (held) {
    throw new SwitchyardError(
      'HOST_REFUSED',
      `The host helper is in use: ${held.label || 'a run'} of ${held.user} holds the host.`,
      { hint: 'Wait for it, or give the host back first: `switchyard host restore`.' },
    )
  }
  const state = stateFiles(facts)
  const isThere = (path: string) => {
    const now = found.get(path) ?? null
    // What may not be looked at is there when it was installed, or its folder names it.
    return now === 'unreadable' ? path in manifest || state.includes(path) : now !== null
  }
  const stays: readonly string[] = isThere(paths.audit) ? [paths.audit, paths.auditDir] : [paths.audit]
  const removes = pathsToUninstall(facts).filter(
    (path) => !stays.includes(path) && isThere(path) && !isBrought(path, facts),
  )
  const restore = [paths.helper, ...actionArguments({ kind: 'restore', lease: null }, 'cli')]
  return {
    removes,
    givesBack: leases.flatMap(({ changes }) => changes.map(({ now, goesBackTo }) => `${now}: ${goesBackTo}`)),
    stays: staysOf(facts, isThere(paths.audit)),
    isPackaged: facts.broughtBy !== null,
    restoresFirst: isThere(paths.helper),
    way: machine.way,
    commands: [
      ...(isThere(paths.helper) ? [withRoot(machine.way, restore)] : []),
      ...(removes.length > 0 ? [withRoot(machine.way, removeCommand(removes))] : []),
    ],
  }
}

/** What a package brought goes with it. */
function isBrought(path: string, { broughtBy }: UninstallFacts): boolean {
  if (broughtBy === null) return false
  return path in broughtBy.files || [paths.manifest, paths.helperDir, '/usr/lib/switchyard'].includes(path)
}

function staysOf({ namedPlaces, broughtBy }: UninstallFacts, hasAudit: boolean): UninstallPlan['stays'] {
  return [
    ...(broughtBy
      ? [
          {
            path: paths.helperDir,
            why: `it belongs to the package ${broughtBy.name}`,
            removeBy: [...broughtBy.removeBy],
          },
        ]
      : []),
    ...(hasAudit
      ? [
          {
            path: paths.audit,
            why: 'the log of all that the helper has done',
            removeBy: ['sudo', 'rm', '--recursive', paths.auditDir],
          },
        ]
      : []),
    ...namedPlaces.map((path) => ({
      path,
      why: 'the folder for swap that you named; empty when nothing of yours is in it',
      removeBy: ['sudo', 'rmdir', path],
    })),
  ]
}
