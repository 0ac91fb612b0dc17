import { readFile, statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { formatBytes } from '../../shared/format.ts'
import type { DoorName, HelperState, HostAction, Lease } from '../../shared/host.ts'
import type { HeldLease, HostControl } from './control-model.ts'
import { readAudit } from './helper/audit.ts'
import { callHelper } from './helper/call-helper.ts'
import { findWay, type HelperWay } from './helper/find-way.ts'
import { holdLease } from './helper/hold-lease.ts'
import { parseJournal } from './helper/journal.ts'
import { leaseArguments } from './helper/lease-arguments.ts'
import { hostPaths, type HostPaths } from './helper/paths.ts'
import { hostIsOff } from './helper/refusal.ts'
import { actionArguments, previewAction } from './preview.ts'
import { readKib } from './meminfo.ts'

export interface HostControlOptions {
  /** Who asks, for the audit log. */
  readonly door: DoorName
  readonly paths?: HostPaths
  /** Null where there are no user numbers. */
  readonly userId?: number | null
  /** Nothing of this machine may be changed. Default false. */
  readonly isOff?: boolean
}

export function createHostControl({
  door,
  paths = hostPaths(),
  userId = process.getuid?.() ?? null,
  isOff = false,
}: HostControlOptions): HostControl {
  const leases = new Set<HeldLease>()
  const findWayNow = () => findWay(paths, { userId, isOff })

  return {
    isOff,
    async state() {
      const [way, places, held] = await Promise.all([findWayNow(), readPlaces(paths), readLeases(paths)])
      return { helper: { ...(await describeHelper(way, paths)), ...places }, leases: [...held.leases] }
    },
    leases: async () => [...(await readLeases(paths)).leases],
    async preview(action) {
      const [way, memory, { leases: held }] = await Promise.all([
        findWayNow(),
        readFile('/proc/meminfo', 'utf8').catch(() => ''),
        readLeases(paths),
      ])
      const command = [...(way.command ?? [paths.helper]), ...actionArguments(action, door)]
      return { ...previewAction(action, { leases: held, memory }), command }
    },
    async act(action) {
      const { isPending } = await callHelper(await findWayNow(), actionArguments(action, door))
      return [isPending ? pendingWords : doneWords(action)]
    },
    audit: (limit) => readAudit(paths.audit, limit),
    takeLease(request) {
      const lease = deferred(
        findWayNow().then((way) => holdLease(way, leaseArguments(request, door), request.onChange)),
      )
      leases.add(lease)
      void lease.ended.then(() => leases.delete(lease))
      return lease
    },
    availableBytes: async () => readKib(await readFile('/proc/meminfo', 'utf8'), 'MemAvailable') * 1024,
    async dispose() {
      // What takes longer the helpers go on with by themselves.
      const patience = sleep(disposePatienceMs, undefined, { ref: false })
      await Promise.race([Promise.all([...leases].map((lease) => lease.release())), patience])
    },
  }
}

const disposePatienceMs = 3000

/** A lease whose way is still being looked for. */
function deferred(found: Promise<HeldLease>): HeldLease {
  const held = found.then((lease) => lease.held)
  held.catch(() => undefined)
  return {
    held,
    ended: found.then(
      (lease) => lease.ended,
      () => 'restored' as const,
    ),
    release: () =>
      found.then(
        (lease) => lease.release(),
        () => 'restored' as const,
      ),
  }
}

async function describeHelper(
  { way }: HelperWay,
  paths: HostPaths,
): Promise<Omit<HelperState, 'swapPlaces'>> {
  const [installed, bundled] = await Promise.all([readOrNull(paths.helper), readOrNull(paths.bundledHelper)])
  const isCurrent = installed === null || bundled === null ? null : installed === bundled
  const problem =
    way === 'off'
      ? hostIsOff
      : way === 'none'
        ? 'The host helper is not installed: run `switchyard host install`.'
        : isCurrent === false
          ? 'The installed host helper is another version: run `switchyard host install` again.'
          : null
  return { way, isCurrent, problem }
}

const configurationSchema = z.object({ swapPlaces: z.record(z.string(), z.string()) })
const defaultPlaces = { default: '/var/lib/switchyard/swap' }

async function readPlaces({ configuration }: HostPaths): Promise<Pick<HelperState, 'swapPlaces'>> {
  const text = await readOrNull(configuration)
  // What is wrong with it the helper says when it is asked.
  const { data } = configurationSchema.safeParse(text === null ? null : parseJson(text))
  const places = Object.entries(data?.swapPlaces ?? defaultPlaces)
  return {
    swapPlaces: await Promise.all(
      places.map(async ([name, dir]) => ({ name, dir, freeBytes: await freeBytesOf(dir) })),
    ),
  }
}

async function freeBytesOf(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null)
  return found && found.bavail * found.bsize
}

/** A journal that cannot be read is the helper's to mend, at the next thing it does. */
async function readLeases({ journal }: HostPaths): Promise<{ leases: readonly Lease[] }> {
  const text = await readOrNull(journal)
  try {
    return { leases: text === null ? [] : parseJournal(text) }
  } catch {
    return { leases: [] }
  }
}

async function readOrNull(file: string | null): Promise<string | null> {
  return file === null ? null : readFile(file, 'utf8').catch(() => null)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const pendingWords =
  'Swap cannot be taken off safely yet: more memory must be free first. It is tried again until then.'

function doneWords(action: HostAction): string {
  switch (action.kind) {
    case 'swap-on':
      return `${formatBytes(action.swapMib * 1024 * 1024)} of swap is on.`
    case 'swap-off':
      return 'The swap that was put on by hand is off.'
    case 'guards-pause':
      return 'earlyoom and its kind are paused.'
    case 'guards-resume':
      return 'earlyoom and its kind are active again.'
    case 'flush-cache':
      return 'The page cache was dropped.'
    case 'restore':
      return 'The host was given back.'
    case 'keep':
      return 'The swap stays on, by hand.'
  }
}
