import type { LabEvent, LabSnapshot } from './watch.ts'

/** How often a watch says that it is alive. A page that hears nothing for `staleAfterMs` shows what it has as stale. */
export const aliveEveryMs = 1000
export const staleAfterMs = 2500

/**
 * Folds one event into the state of a lab. Parts that did not change keep their identity, so a page can tell by `===` what to
 * draw again. Null until the first snapshot.
 */
export function applyLabEvent(state: LabSnapshot | null, event: LabEvent): LabSnapshot | null {
  if (event.type === 'snapshot') {
    const { lab, status, engine, runs, problems } = event
    return { lab, status, engine, runs, problems }
  }
  if (!state) return null
  switch (event.type) {
    case 'alive':
      return state
    case 'engine':
      return { ...state, engine: event.engine }
    case 'problems':
      return { ...state, problems: event.problems }
    case 'run': {
      const others = state.runs.filter(({ id }) => id !== event.run.id)
      return { ...state, runs: event.run.finishedAt === null ? [...others, event.run] : others }
    }
    case 'service': {
      if (!state.status) return state
      const stacks = state.status.stacks.map((stack) => {
        if (stack.name !== event.stack) return stack
        const isKnown = stack.services.some(({ name }) => name === event.service.name)
        const services = isKnown
          ? stack.services.map((service) => (service.name === event.service.name ? event.service : service))
          : [...stack.services, event.service]
        return { ...stack, state: event.stackState, services }
      })
      return { ...state, status: { ...state.status, stacks } }
    }
  }
}
