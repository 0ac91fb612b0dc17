/** Groups that are proposed, in the order in which they start. */
export const usualGroups = ['infrastructure', 'data', 'compute', 'apps'] as const

/** How the files are written. */
export const splitStyles = {
  split: 'One project in several files: the running containers stay as they are.',
  numbered:
    'A numbered folder and a project for each stack, over one shared network: containers are made anew.',
} as const
export type SplitStyle = keyof typeof splitStyles

/** The environment in which the new stacks run beside the old ones. */
export const besideName = 'beside'

export const sideWords = {
  old: 'as before the split',
  new: 'as the new stacks',
} as const
export type Side = keyof typeof sideWords

/** What is true of a lab that was split, in one sentence. */
export function describeMove(state: {
  readonly isOneProject: boolean
  readonly oldRunning: number
  readonly newRunning: number
  readonly besideRunning: number
}): string {
  const beside =
    state.besideRunning === 0 ? '' : ` ${count(state.besideRunning)} of the new stacks on trial, beside.`
  if (state.isOneProject) {
    const running = state.oldRunning === 0 ? 'None runs now.' : `${count(state.oldRunning)} now.`
    return `Old and new files describe the same containers of one project. ${running}${beside}`
  }
  if (state.newRunning > 0 && state.oldRunning > 0)
    return `Half over: ${count(state.newRunning)} as the new stacks, ${state.oldRunning} still as before.${beside}`
  if (state.newRunning > 0) return `Switched over: ${count(state.newRunning)} as the new stacks.${beside}`
  if (state.oldRunning > 0) return `Not switched over: ${count(state.oldRunning)} as before.${beside}`
  return `Nothing runs, neither as before nor as the new stacks.${beside}`
}

function count(containers: number): string {
  return containers === 1 ? '1 container runs' : `${containers} containers run`
}
