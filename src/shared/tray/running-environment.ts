import type { TrayView } from './model.ts'

/** The environment through which a lab is to be looked at: the only one that runs. Undefined when none, or more than one, does. */
export function runningEnvironment(environments: TrayView['environments']): string | null | undefined {
  const [running, ...others] = environments.filter(({ isRunning }) => isRunning)
  return others.length === 0 ? running?.name : undefined
}
