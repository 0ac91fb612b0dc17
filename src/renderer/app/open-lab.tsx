import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { readPlaceInLab } from '../../shared/desktop.ts'
import { useSelectionControl } from '../actions/selection.tsx'
import { Bones } from '../ui/surface.tsx'

/** Where the desktop leads to a place of a lab: the lab is chosen, then the place takes the place of this one. */
export default function OpenLab() {
  const [location, navigate] = useLocation()
  const { selection, choose } = useSelectionControl()
  const shownDir = selection?.dir
  useEffect(() => {
    // As it stands in the window: here it is decoded already.
    const wanted = readPlaceInLab(window.location.hash)
    if (wanted && wanted.dir !== shownDir) choose({ dir: wanted.dir, environment: null, profiles: [] })
    navigate(wanted?.place ?? '/yard', { replace: true })
  }, [location, navigate, choose, shownDir])
  return <Bones />
}
