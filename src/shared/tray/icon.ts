import { isUp } from '../roll-up.ts'
import type { TrayIconName, TrayView } from './model.ts'
import { isFailed, isLoading } from './words.ts'

/** The silhouette that stands for the lab; what a person should know first wins. Pure. */
export function trayIconOf({ lab, state, problem }: TrayView): TrayIconName {
  if (!lab) return 'square'
  if (!state) return problem === null ? 'half' : 'exclamation'
  if (!state.engine.connected) return 'exclamation'
  if (!state.status) return 'half'
  const { stacks } = state.status
  const services = stacks.flatMap(({ services: own }) => own)
  if (services.some(isFailed)) return 'cross'
  if (state.runs.length > 0 || services.some(isLoading)) return 'half'
  const apps = stacks.filter(({ alwaysOn }) => !alwaysOn)
  return (apps.length > 0 ? apps : stacks).some(({ services: own }) => isUp(own)) ? 'lit' : 'square'
}
