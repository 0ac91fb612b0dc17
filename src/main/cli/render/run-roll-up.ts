import type { RunKind } from '../../../shared/plan.ts'
import type { RunView } from '../../../shared/run-view.ts'
import type { Phase } from './run-phase.ts'
import { leadsDown, runWords } from '../../../shared/run-words.ts'
import type { Signal } from './style.ts'

/** What rolling up needs to know of a service. */
export interface PhaseRow {
  readonly phase: Phase
  readonly signal: Signal
  readonly isProbed: boolean
}

/** One signal and one word for a stack: the worst thing that a person should know first. */
export function rollUpPhases(
  all: readonly PhaseRow[],
  view: RunView,
): { readonly signal: Signal; readonly word: string } {
  const { goal } = runWords[view.plan.kind]
  const isDown = leadsDown(view.plan.kind)
  // What a switch takes away says nothing of what comes in its place.
  const coming = isDown ? all : all.filter(({ phase }) => phase !== 'removed')
  const services = coming.length > 0 ? coming : all
  const has = (signal: Signal) => services.some((service) => service.signal === signal)
  const only = (...signals: readonly Signal[]) => services.every(({ signal }) => signals.includes(signal))
  const isEvery = (phase: Phase) => services.every((service) => service.phase === phase)

  if (has('failed')) return { signal: 'failed', word: 'failed' }
  if (only('done')) return { signal: 'done', word: 'done' }
  if (only('ready', 'done')) return { signal: 'ready', word: 'ready' }
  if (isEvery('not started')) return { signal: 'stopped', word: 'not started' }
  if (only('stopped'))
    return { signal: 'stopped', word: goal !== 'stopped' && !isEvery('stopped') ? 'removed' : 'stopped' }
  if (only('waiting')) return { signal: 'waiting', word: view.finished ? 'running' : 'waiting' }
  if (view.finished && !has('loading')) return { signal: 'warning', word: 'partial' }
  return { signal: 'loading', word: isDown ? 'stopping' : 'loading' }
}

const phaseOrder: readonly Phase[] = [
  'failed',
  'ready',
  'done',
  'already',
  'stopped',
  'removed',
  'loading',
  'starting',
  'stopping',
  'removing',
  'created',
  'waiting',
  'running',
  'not started',
]

/** How many services are in which phase: `12 ready (2 probed), 3 waiting`. */
export function countPhases(services: readonly PhaseRow[], kind: RunKind): string {
  return phaseOrder
    .flatMap((phase) => {
      const rows = services.filter((service) => service.phase === phase)
      if (rows.length === 0) return []
      const probed = rows.filter(({ isProbed }) => isProbed).length
      const word = phase === 'already' ? runWords[kind].already : phase
      const note = probed === 0 ? '' : probed === rows.length ? ' (probed)' : ` (${probed} probed)`
      return [`${rows.length} ${word}${note}`]
    })
    .join(', ')
}
