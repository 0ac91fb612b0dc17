import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useSelectionControl } from '../../actions/selection.tsx'
import { useOrpc } from '../../bridge/use-bridge.tsx'

/** Remembers a folder as a lab, looks at it from then on, and goes to a place of it. */
export function useOpenLab() {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const { choose } = useSelectionControl()
  const [, navigate] = useLocation()
  return useMutation(
    orpc.labs.add.mutationOptions({
      onSuccess: async ({ dir }) => {
        choose({ dir, environment: null, profiles: [] })
        navigate('/yard')
        await queries.invalidateQueries({ queryKey: orpc.labs.list.key() })
      },
    }),
  )
}
