import { formatBytes } from '../../shared/format.ts'
import type { DoorName, HostAction, HostActionPreview, Lease } from '../../shared/host.ts'
import { readKib } from './meminfo.ts'

/** Arguments of the helper for what is done by hand. Source: resources/host. */
export function actionArguments(action: HostAction, door: DoorName): readonly string[] {
  switch (action.kind) {
    case 'swap-on':
      return ['swap-on', '--swap-mib', String(action.swapMib), '--place', action.swapPlace, '--door', door]
    case 'flush-cache':
      return ['flush', '--door', door]
    case 'restore':
      return ['restore', ...(action.lease === null ? ['--all'] : ['--lease', action.lease])]
    case 'keep':
      return ['keep', '--lease', action.lease]
    case 'swap-off':
    case 'guards-pause':
    case 'guards-resume':
      return [action.kind, '--door', door]
  }
}

/** What an action would do, in sentences. Pure; `memory` is the text of /proc/meminfo. */
export function previewAction(
  action: HostAction,
  { leases, memory }: { readonly leases: readonly Lease[]; readonly memory: string },
): Omit<HostActionPreview, 'command'> {
  switch (action.kind) {
    case 'swap-on':
      return {
        does: [
          `Makes a swap file of ${formatBytes(action.swapMib * 1024 * 1024)} in the place ${action.swapPlace} and puts it on.`,
        ],
        risks: ['It takes that much of the disk.'],
        undo: 'switchyard host swap off; it is gone after a restart of the machine as well.',
      }
    case 'swap-off':
      return {
        does: changesOf(leases.filter(isSwapByHand)),
        risks: [
          'What is in it comes back into memory, which can take minutes; it waits until there is room.',
        ],
        undo: 'switchyard host swap on',
      }
    case 'guards-pause':
      return {
        does: ['Stops earlyoom, systemd-oomd and nohang, those of them that run.'],
        risks: ['Nothing ends a process that eats all memory: the machine can stall.'],
        undo: 'switchyard host earlyoom resume; they come back by themselves after a restart of the machine.',
      }
    case 'guards-resume':
      return {
        does: changesOf(leases.filter(({ kind }) => kind === 'hand').map((lease) => only(lease, 'guards'))),
        risks: [],
        undo: 'switchyard host earlyoom pause',
      }
    case 'flush-cache':
      return {
        does: [`Drops the page cache: ${formatBytes(readKib(memory, 'Cached') * 1024)} at most.`],
        risks: ['What was cached is read from the disk again, also a model file that is about to be loaded.'],
        undo: null,
      }
    case 'restore': {
      const meant = leases.filter(({ id }) => action.lease === null || id === action.lease)
      const loading = meant.filter(({ kind, phase }) => kind === 'run' && phase === 'held')
      return {
        does: changesOf(meant),
        risks: loading.map(({ label }) => `${label} may run out of memory while it loads.`),
        undo: null,
      }
    }
    case 'keep':
      return {
        does: ['Ends the tries to take the swap off; it stays on, by hand.'],
        risks: [],
        undo: 'switchyard host swap off',
      }
  }
}

function isSwapByHand({ kind, changes }: Lease): boolean {
  return kind === 'hand' && changes.some(({ part }) => part === 'swap')
}

function only(lease: Lease, part: Lease['changes'][number]['part']): Lease {
  return { ...lease, changes: lease.changes.filter((change) => change.part === part) }
}

function changesOf(leases: readonly Lease[]): string[] {
  return leases.flatMap(({ changes }) => changes.map(({ now, goesBackTo }) => `${now}: ${goesBackTo}.`))
}
