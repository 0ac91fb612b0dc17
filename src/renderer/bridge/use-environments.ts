import { useQuery } from '@tanstack/react-query'
import type { EnvironmentTable } from '../../shared/environments.ts'
import { useLabPart, useOrpc } from './use-bridge.tsx'
import { useRefetch } from './use-refetch.ts'

/** What other programs start is noticed that late. */
const lookAgainMs = 30_000

/** The environments of the lab beside each other; looked at again with each run that begins or ends. */
export function useEnvironments({ isWanted = true }: { readonly isWanted?: boolean } = {}): {
  readonly table: EnvironmentTable | null
  readonly error: unknown
} {
  const selection = useLabPart((snapshot) => snapshot.selection)
  const runs = useLabPart(({ state }) => state?.runs.map(({ id }) => id).join(' ') ?? '')
  const orpc = useOrpc()
  const { data, error, refetch } = useQuery(
    orpc.environments.table.queryOptions({
      input: { dir: selection.dir, profiles: selection.profiles },
      enabled: isWanted,
      refetchInterval: lookAgainMs,
    }),
  )
  useRefetch(runs, () => isWanted && refetch())
  return { table: data ?? null, error }
}
