import type { GpuClaimant, GpuState } from '../../../shared/gpu.ts'
import type { Engine } from '../../engine/model.ts'
import { layOut } from '../../gpu/lay-out.ts'
import type { GpuRoom } from '../../gpu/model.ts'
import type { GpuLook } from '../../host/readings/gpu/look-at-gpus.ts'
import { type Claimant, findHolders, listClaimants, namedContainers } from './gpu-holders.ts'
import type { LabModel } from './lab-model.ts'

export interface GpuReaders {
  readonly engine: Pick<Engine, 'isLocal' | 'address' | 'listContainers'>
  readonly lookAtGpus: GpuLook
}

/**
 * The GPUs now, and how each service of the lab that has a claim stands to it. Without `wakes`, GPUs are looked at only when such
 * a service runs: then they do not sleep.
 */
export async function readGpuState(
  model: LabModel,
  { engine, lookAtGpus }: GpuReaders,
  { wakes = true }: { readonly wakes?: boolean } = {},
): Promise<GpuState> {
  const projects = new Set(model.services.map(({ stack }) => stack.project.name))
  const containers = await engine.listContainers([...projects])
  const holders = findHolders(model, containers)
  const isLooked = engine.isLocal && (wakes || holders.length > 0)
  const { gpus, gpuNote } = isLooked
    ? await lookAtGpus(namedContainers(model, containers))
    : {
        gpus: [],
        gpuNote: engine.isLocal ? null : `The engine at ${engine.address} may run on another machine.`,
      }
  const rooms = layOut(gpus, holders)
  const claims = listClaimants(model).map((claimant) => describe(claimant, rooms))
  return { gpus, note: gpuNote, claims }
}

function describe(claimant: Claimant, rooms: readonly GpuRoom[]): GpuClaimant {
  const { ref, key, stack, settings } = claimant
  const shares = rooms.flatMap(({ index, shares: own }) =>
    own.filter(({ holder }) => holder.key === key).map((share) => ({ index, ...share })),
  )
  const measured = shares.map(({ measuredBytes }) => measuredBytes)
  return {
    service: ref,
    claim: settings.gpu.claim,
    state: shares.length === 0 ? 'down' : shares.every(({ isIdle }) => isIdle) ? 'idle' : 'holds',
    device: shares[0]?.index ?? null,
    measuredBytes:
      shares.length === 0 || measured.includes(null)
        ? null
        : measured.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0),
    canUnload: settings.gpu.unload !== null,
    isAlwaysOn: stack.alwaysOn,
  }
}
