import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatServiceRef } from '../../../shared/format.ts'
import { describeUnloaded } from '../../../shared/gpu-words.ts'
import type { GpuClaimant } from '../../../shared/gpu.ts'
import type { HostReadings } from '../../../shared/host.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart, useOrpc } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'

export interface GpuClaims {
  readonly claims: readonly GpuClaimant[]
  /** The service that is being asked to unload, as `stack/service`. */
  readonly busy: string | null
  readonly unload: (service: ServiceRef) => void
}

const none: readonly GpuClaimant[] = []

/** Who of the lab claims a GPU; read anew when a service comes or goes, and when what one of them uses changes. */
export function useGpuClaims(gpus: HostReadings['gpus']): GpuClaims {
  const orpc = useOrpc()
  const selection = useSelection()
  const toast = useToast()
  const state = useQuery(orpc.gpu.state.queryOptions({ input: { ...selection, wakes: false } }))
  const claims = state.data?.claims ?? none
  const running = useLabPart(({ state: lab }) =>
    (lab?.status?.stacks ?? [])
      .flatMap(({ name, services }) => services.map((each) => `${name}/${each.name} ${each.readiness}`))
      .join(),
  )
  const used = gpus
    .flatMap(({ users }) => users.map(({ pid, memoryBytes }) => `${pid} ${memoryBytes}`))
    .join()
  useRefetch(`${running} ${claims.length === 0 ? '' : used}`, state.refetch)
  const asking = useMutation(
    orpc.gpu.unload.mutationOptions({
      onSuccess: (unloaded, { service }) =>
        toast({ state: 'done', text: describeUnloaded(service, unloaded) }),
      onError: (error) =>
        toast({ state: 'failed', text: problemsOf(error)[0]?.message ?? 'It was not unloaded.' }),
      onSettled: () => state.refetch(),
    }),
  )
  const { mutate } = asking
  const unload = useMemo(
    () => (service: ServiceRef) => mutate({ ...selection, service }),
    [mutate, selection],
  )
  useActions(
    useMemo<readonly Action[]>(
      () =>
        claims
          .filter(({ canUnload, state: now }) => canUnload && now !== 'down')
          .map(({ service }) => ({
            id: `gpu:unload:${formatServiceRef(service)}`,
            title: `Unload ${formatServiceRef(service)}`,
            group: 'Host',
            keywords: ['gpu', 'vram'],
            run: () => unload(service),
          })),
      [claims, unload],
    ),
  )
  const busy = asking.isPending ? formatServiceRef(asking.variables.service) : null
  return { claims, busy, unload }
}
