import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SecretFetch, SecretProvider, StackVariables } from '../../../shared/secrets.ts'
import { useClient, useLabPart } from '../../bridge/use-bridge.tsx'

export interface VariablesView {
  readonly stacks: readonly StackVariables[] | undefined
  readonly providers: readonly SecretProvider[] | undefined
  /** Null when both could be read. */
  readonly error: unknown
  readonly fetchNow: () => void
  readonly isFetching: boolean
  /** What the latest asking came to; undefined before there was one. */
  readonly fetches: readonly SecretFetch[] | undefined
  readonly fetchError: unknown
}

/** Looks when the screen is opened, and again when the lab's files change or a run goes by. */
export function useVariables(): VariablesView {
  const client = useClient()
  const selection = useLabPart((snapshot) => snapshot.selection)
  const lab = useLabPart(({ state }) => state?.lab ?? null)
  const runs = useLabPart(({ state }) => state?.runs.length ?? 0)
  const queries = useQueryClient()
  const input = { ...selection, profiles: [...selection.profiles] }
  const query = useQuery({
    queryKey: ['variables', selection, lab, runs],
    queryFn: async () => {
      const [stacks, providers] = await Promise.all([
        client.variables.list(input),
        client.secrets.list(input),
      ])
      return { stacks, providers }
    },
    placeholderData: (last, previous) => (previous?.queryKey[1] === selection ? last : undefined),
    staleTime: 0,
    gcTime: 0,
  })
  const { mutate, ...fetching } = useMutation({
    mutationFn: () => client.secrets.fetch(input),
    onSettled: () => queries.invalidateQueries({ queryKey: ['variables'] }),
  })
  const fetchNow = useCallback(() => mutate(), [mutate])
  return {
    stacks: query.data?.stacks,
    providers: query.data?.providers,
    error: query.error,
    fetchNow,
    isFetching: fetching.isPending,
    fetches: fetching.data,
    fetchError: fetching.error,
  }
}
