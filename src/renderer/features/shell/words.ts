import type { SignalState } from '../../ui/signal.tsx'
import type { SessionState } from './session.ts'

/** The keys that the shell does not get, as the head shows them. */
export const keysOut = [
  { keys: ['Ctrl', 'Shift', '↑'], what: 'leave the terminal' },
  { keys: ['Ctrl', 'Shift', 'K'], what: 'commands' },
] as const

/** How a shell is, in a word. */
export function describeState(state: SessionState): { readonly signal: SignalState; readonly word: string } {
  switch (state.kind) {
    case 'opening':
      return { signal: 'loading', word: 'opening' }
    case 'open':
      return { signal: 'ready', word: 'open' }
    case 'lost':
      return { signal: 'unknown', word: 'connection lost' }
    case 'ended':
      return state.exitCode === null || state.exitCode === 0
        ? { signal: 'stopped', word: 'ended' }
        : { signal: 'stopped', word: `ended with ${state.exitCode}` }
    case 'failed':
      return { signal: 'failed', word: 'not open' }
  }
}

/** What the line below the terminal says; null while there is nothing to say. */
export function describeNotice(state: SessionState): string | null {
  switch (state.kind) {
    case 'opening':
    case 'open':
    case 'failed':
      return null
    case 'lost':
      return 'The connection to Switchyard is lost. The shell waits for 10 seconds; this page connects again by itself.'
    case 'ended':
      return `The shell ended${state.exitCode === null ? '' : ` with exit code ${state.exitCode}`}. Press Enter to open another one.`
  }
}

/** What can be done about a shell that could not be had. */
export function remedyOf(state: SessionState): 'start' | 'again' | null {
  if (state.kind !== 'failed') return null
  return state.problems.some(({ code }) => code === 'SERVICE_NOT_RUNNING') ? 'start' : 'again'
}
