import { readdir, readFile } from 'node:fs/promises'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { InstallPlan, UninstallPlan } from '../../../shared/host.ts'
import { parseJournal } from '../helper/journal.ts'
import { configurationText, type SwapPlaces } from './configuration.ts'
import { installPaths as paths } from './install-paths.ts'
import { makeArchive } from './make-archive.ts'
import { parseManifest, parsePackage, type HelperPackage, type Manifest } from './manifest.ts'
import { mustBeSameVersion } from './package-items.ts'
import { planInstall } from './plan-install.ts'
import { pathsToUninstall, planUninstall } from './plan-uninstall.ts'
import { readBundle } from './read-bundle.ts'
import { readFound, readWay } from './read-found.ts'
import { readMachine } from './read-machine.ts'
import { runAsRoot } from './run-as-root.ts'
import { checkPlaceNames, mustMakePlace } from './swap-places.ts'
import { wantedItems } from './wanted-items.ts'

export interface InstallWishes {
  /** Leaves out what lets a group in without a password. */
  readonly askPassword: boolean
  /** Places for swap to be added to the configuration: name → folder. */
  readonly swapPlaces: SwapPlaces
}

/**
 * Puts the helper where only root can change it, and takes it away again. Not in the contract: it needs an operator whom sudo
 * or pkexec can ask at this machine, and no door from afar shall reach it.
 */
export interface HostSetup {
  /** Changes nothing. Throws SwitchyardError for a place that the helper would not take. */
  planInstall(wishes: InstallWishes): Promise<InstallPlan>
  /** Writes what the plan says, and looks whether it is there. Throws SwitchyardError when it was refused or is not. */
  install(wishes: InstallWishes, plan: InstallPlan): Promise<InstallPlan>
  /** Throws SwitchyardError while a run holds the host. */
  planUninstall(): Promise<UninstallPlan>
  /**
   * Gives the host back, and removes what the plan says; returns what there is to be said then.
   * Throws SwitchyardError when something is left.
   */
  uninstall(plan: UninstallPlan): Promise<UninstallPlan>
}

export interface HostSetupOptions {
  /** Null where there are no user numbers. */
  readonly userId?: number | null
  readonly hasTerminal?: boolean
  /** Below which the helper that comes with Switchyard is found. */
  readonly from?: string
}

export function createHostSetup({
  userId = process.getuid?.() ?? null,
  hasTerminal = process.stdin.isTTY,
  from = import.meta.dirname,
}: HostSetupOptions = {}): HostSetup {
  const plan: HostSetup['planInstall'] = async ({ askPassword, swapPlaces }) => {
    checkPlaceNames(swapPlaces)
    const [bundle, machine, { manifest, broughtBy }, existing] = await Promise.all([
      readBundle(from),
      readMachine({ userId, hasTerminal }),
      readManifests(),
      readText(paths.configuration),
    ])
    if (broughtBy) mustBeSameVersion(bundle, broughtBy)
    const needsNoConfiguration =
      broughtBy !== null && existing === null && Object.keys(swapPlaces).length === 0
    const wanted = wantedItems({
      bundle,
      machine,
      askPassword,
      configuration: needsNoConfiguration ? null : configurationText(existing, swapPlaces),
      swapFolders: await findPlacesToMake(swapPlaces),
      isPackaged: broughtBy !== null,
    })
    const found = await readFound([...wanted.map(({ path }) => path), ...Object.keys(manifest)])
    return planInstall({ wanted, machine, askPassword, manifest, found })
  }
  const findUninstallFacts = async () => {
    const [machine, { manifest, broughtBy }, helperNames, stateNames, journal, configuration] =
      await Promise.all([
        readMachine({ userId, hasTerminal }),
        readManifests(),
        listNames(paths.helperDir),
        listNames(paths.stateDir),
        readText(paths.journal),
        readText(paths.configuration),
      ])
    const found = await readFound(pathsToUninstall({ manifest, helperNames, stateNames, broughtBy }))
    const leases = readLeases(journal)
    const namedPlaces = readNamedPlaces(configuration)
    return { machine, manifest, found, helperNames, stateNames, leases, namedPlaces, broughtBy }
  }

  return {
    planInstall: plan,
    async install(wishes, shown) {
      const isWritten = shown.items.some(({ state }) => state === 'new' || state === 'changed')
      for (const [index, command] of shown.commands.entries()) {
        const archive = isWritten && index === 0 ? await makeArchive(shown.items, new Date()) : null
        await runOrRefuse(shown.way, command, archive, 'The host helper was not installed')
      }
      const after = await plan(wishes)
      const wrong = after.items.find(({ state }) => state === 'new' || state === 'changed')
      if (wrong) {
        throw new SwitchyardError('HOST_REFUSED', `${wrong.path} is not as it was written.`, {
          hint: 'Something else on this machine changes it; run `switchyard host install --dry-run`.',
        })
      }
      return after
    },
    planUninstall: async () => planUninstall(await findUninstallFacts()),
    async uninstall(shown) {
      const [first] = shown.commands
      if (first && shown.restoresFirst) await giveBack(shown.way, first)
      // Giving back leaves files of its own.
      const { way, commands } = planUninstall(await findUninstallFacts())
      const remove = commands.at(-1)
      if (remove) await runAsRoot(requireWay(way, remove))
      const after = planUninstall(await findUninstallFacts())
      if (after.removes.length > 0) {
        throw new SwitchyardError('HOST_REFUSED', 'Not everything was removed.', {
          hint: `Left: ${after.removes.join(', ')}.`,
        })
      }
      return { ...after, stays: mergeStays(shown.stays, after.stays) }
    },
  }
}

/** What an installation wrote, and the package that it added to, if one brought the helper. */
async function readManifests(): Promise<{
  readonly manifest: Manifest
  readonly broughtBy: HelperPackage | null
}> {
  const text = await readText(paths.manifest)
  const broughtBy = parsePackage(text)
  return { manifest: parseManifest(broughtBy ? await readText(paths.addedManifest) : text), broughtBy }
}

/** The configuration named the places for swap, and it is gone. */
function mergeStays(shown: UninstallPlan['stays'], after: UninstallPlan['stays']): UninstallPlan['stays'] {
  return [...after, ...shown.filter(({ path }) => !after.some((other) => other.path === path))]
}

async function giveBack(way: UninstallPlan['way'], command: readonly string[]): Promise<void> {
  const code = await runAsRoot(requireWay(way, command))
  if (code === 0) return
  const why =
    code === pendingCode ? 'the host cannot be given back safely yet' : 'the host was not given back'
  throw new SwitchyardError('HOST_REFUSED', `The host helper stays: ${why}.`, {
    hint: 'See `switchyard host status`.',
  })
}

/** Of the helper: done as far as it is safe; it goes on with the rest. */
const pendingCode = 75

async function runOrRefuse(
  way: InstallPlan['way'],
  command: readonly string[],
  input: Buffer | null,
  failure: string,
): Promise<void> {
  const code = await runAsRoot(requireWay(way, command), input)
  if (code !== 0)
    throw new SwitchyardError('HOST_REFUSED', `${failure}: \`${command[0] ?? ''}\` ended with ${code}.`)
}

function requireWay(way: InstallPlan['way'], command: readonly string[]): readonly string[] {
  if (way !== 'none') return command
  throw new SwitchyardError('HOST_REFUSED', 'Nobody can be asked for the right to change the host.', {
    hint: 'Run it in a terminal where sudo can ask for your password, or as root.',
  })
}

async function findPlacesToMake(places: SwapPlaces): Promise<readonly string[]> {
  const made: string[] = []
  for (const [name, dir] of Object.entries(places))
    if (mustMakePlace(name, await readWay(dir))) made.push(dir)
  return made
}

function readLeases(journal: string | null) {
  try {
    return journal === null ? [] : parseJournal(journal)
  } catch {
    return [] // the helper mends it when it gives the host back
  }
}

function readNamedPlaces(configuration: string | null): readonly string[] {
  try {
    const { swapPlaces = {} } = JSON.parse(configuration ?? '{}') as { readonly swapPlaces?: SwapPlaces }
    return Object.values(swapPlaces).filter((dir) => dir !== paths.swapDir)
  } catch {
    return []
  }
}

function readText(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null)
}

function listNames(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch((): string[] => [])
}
