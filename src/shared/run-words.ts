import type { RunKind } from './plan.ts'

/** What each kind of run is called, in every door. A new kind fails the type check until it is told here. */
export interface RunWords {
  /** `Start`: what is asked for, before what it is asked for. */
  readonly asked: string
  /** `Starting`: while it goes on. */
  readonly doing: string
  /** `Started`: when it has gone well. */
  readonly did: string
  /** `Take-down`: the run as a thing. */
  readonly noun: string
  /** What it makes of a service. */
  readonly goal: 'ready' | 'stopped' | 'removed' | 'built'
  /** What a service is called for which there is nothing to do. */
  readonly already: string
}

export const runWords: Readonly<Record<RunKind, RunWords>> = {
  start: {
    asked: 'Start',
    doing: 'Starting',
    did: 'Started',
    noun: 'Start',
    goal: 'ready',
    already: 'already running',
  },
  stop: {
    asked: 'Stop',
    doing: 'Stopping',
    did: 'Stopped',
    noun: 'Stop',
    goal: 'stopped',
    already: 'already stopped',
  },
  restart: {
    asked: 'Restart',
    doing: 'Restarting',
    did: 'Restarted',
    noun: 'Restart',
    goal: 'ready',
    already: 'already running',
  },
  down: {
    asked: 'Take down',
    doing: 'Taking down',
    did: 'Took down',
    noun: 'Take-down',
    goal: 'removed',
    already: 'already down',
  },
  switch: {
    asked: 'Switch',
    doing: 'Switching',
    did: 'Switched',
    noun: 'Switch',
    goal: 'ready',
    already: 'already as wanted',
  },
  update: {
    asked: 'Update',
    doing: 'Updating',
    did: 'Updated',
    noun: 'Update',
    goal: 'ready',
    already: 'up to date',
  },
  build: {
    asked: 'Build',
    doing: 'Building',
    did: 'Built',
    noun: 'Build',
    goal: 'built',
    already: 'nothing is built here',
  },
}

/** Whether services are not up when it has gone well. */
export function leadsDown(kind: RunKind): boolean {
  const { goal } = runWords[kind]
  return goal === 'stopped' || goal === 'removed'
}

/** `ready` as `Ready`, to stand before a figure. */
export function goalTitle(kind: RunKind): string {
  const { goal } = runWords[kind]
  return goal.charAt(0).toUpperCase() + goal.slice(1)
}
