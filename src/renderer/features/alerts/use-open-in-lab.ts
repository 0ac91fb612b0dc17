import { useLocation } from 'wouter'
import { useSelection, useSelectionControl } from '../../actions/selection.tsx'

/** Goes to a place of a lab, which may be another one than is shown; null for a place of none. */
export function useOpenInLab(): (dir: string | null, path: string) => void {
  const [, navigate] = useLocation()
  const { choose } = useSelectionControl()
  const shown = useSelection()
  return (dir, path) => {
    if (dir !== null && dir !== shown.dir) choose({ dir, environment: null, profiles: [] })
    navigate(path)
  }
}
