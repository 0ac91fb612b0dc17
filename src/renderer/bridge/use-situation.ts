import { useQuery } from '@tanstack/react-query'
import { useOrpc } from './use-bridge.tsx'

const lookAgainMs = 3000

/** How it stands on this machine; looked at again by itself as long as something is in the way. */
export function useSituation() {
  const orpc = useOrpc()
  return useQuery(
    orpc.app.situation.queryOptions({
      input: { dir: null },
      refetchInterval: ({ state }) => (state.data?.level === 'error' ? lookAgainMs : false),
    }),
  )
}
