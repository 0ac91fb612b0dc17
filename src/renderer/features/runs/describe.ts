import { formatCount, formatDuration, formatList, formatServiceRef } from '../../../shared/format.ts'
import type { Gate, ReadinessCheck, Step } from '../../../shared/plan.ts'
import type { SignalState } from '../../ui/signal.tsx'
import { nameStep, type Row, type RowState } from './rows.ts'

/** The lamp of a row. */
export function signalOfRow(state: RowState): SignalState {
  switch (state) {
    case 'already':
    case 'ready':
      return 'ready'
    case 'starting':
    case 'loading':
    case 'stopping':
    case 'removing':
    case 'working':
      return 'loading'
    case 'held':
    case 'waiting':
    case 'created':
    case 'running':
      return 'waiting'
    case 'failed':
    case 'done':
    case 'stopped':
      return state
    case 'removed':
    case 'not started':
      return 'stopped'
  }
}

/** The word of a row. */
export function wordOfRow(state: RowState): string {
  if (state === 'already') return 'already up'
  return state === 'running' ? 'still running' : state
}

/** A bar in words, for those who cannot see it: `db: starting 0.2s, loading 3.1s, ready after 3.3s`. */
export function describeBar({ name, state, phases, endMs, expectedMs, detail }: Row): string {
  const words = {
    create: 'working',
    start: 'starting',
    loading: 'loading',
    stop: 'stopping',
    held: 'held',
  } as const
  const past = phases.flatMap(({ kind, fromMs, toMs }) => {
    if (kind === 'ready') return []
    return [
      toMs === null
        ? `${words[kind]} since ${formatDuration(fromMs)}`
        : `${words[kind]} ${formatDuration(toMs - fromMs)}`,
    ]
  })
  const first = phases[0]
  const end = endMs !== null && first ? ` after ${formatDuration(endMs - first.fromMs)}` : ''
  const isGoingOn = phases.some(({ kind, toMs }) => toMs === null && kind !== 'ready')
  const usual = expectedMs === null ? [] : [`usually ${formatDuration(expectedMs)}`]
  const why = detail !== null && endMs === null ? [detail] : []
  const now = isGoingOn
    ? []
    : [`${wordOfRow(state)}${state === 'ready' || state === 'done' || state === 'failed' ? end : ''}`]
  return `${name}: ${[...past, ...now, ...why, ...usual].join(', ')}`
}

/** How readiness is judged: a sentence, and what exactly is asked where something is. */
export function describeCheck(check: ReadinessCheck): {
  readonly words: string
  readonly exact: string | null
} {
  switch (check.kind) {
    case 'health':
      return { words: 'Ready when the health check of its container passes; it is asked early.', exact: null }
    case 'running':
      return { words: `No check: ready when it has run for ${formatDuration(check.graceMs)}.`, exact: null }
    case 'completed':
      return { words: 'Done when it exits with code 0.', exact: null }
    case 'http':
      return {
        words:
          check.status === undefined
            ? 'Ready when this address answers well.'
            : `Ready when this address answers ${check.status}.`,
        exact: `GET ${check.url}`,
      }
    case 'tcp':
      return { words: 'Ready when this port accepts a connection.', exact: `${check.host}:${check.port}` }
    case 'log':
      return { words: 'Ready when a line of its log matches.', exact: check.pattern }
  }
}

/** Gates in words, those of one kind together: `after data/db and data/redis are ready (depends_on)`. */
export function describeGates(gates: readonly Gate[]): readonly string[] {
  const kinds = Map.groupBy(gates, ({ condition, required, from }) => `${condition} ${required} ${from}`)
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike
    if (!first) return []
    const isOne = alike.length === 1
    const state = { started: 'started', ready: 'ready', completed: 'done' }[first.condition]
    const otherwise = first.required ? '' : isOne ? ' or has failed' : ' or have failed'
    const names = formatList(
      alike.map(({ on }) => formatServiceRef(on)),
      4,
    )
    const from = first.from === 'layout' ? 'folder order' : first.from
    return [`after ${names} ${isOne ? 'is' : 'are'} ${state}${otherwise} (${from})`]
  })
}

/** What the folder order makes a service wait for, once for each stack; null for nothing. */
export function describeFolderOrder(gates: readonly Gate[]): string | null {
  const stacks = [...new Set(gates.flatMap(({ from, on }) => (from === 'layout' ? [on.stack] : [])))]
  if (stacks.length === 0) return null
  const verbs = stacks.length === 1 ? 'is ready or has failed' : 'are ready or have failed'
  return `after ${formatList(stacks, 4)} ${verbs} (folder order)`
}

/** What stands behind a step id, in few words. */
export function nameOfStep(step: Step): string {
  return 'service' in step ? step.service.service : nameStep(step)
}

/** `open-webui and 8 more`. */
export function describeHeldBack(steps: readonly Step[]): string {
  const names = steps.map(nameOfStep)
  if (names.length <= 2) return formatList(names)
  return `${names[0] ?? ''} and ${names.length - 1} more`
}

/** `3 ready, 1 waiting`. */
export function countStates(rows: readonly Row[]): string {
  const counts = Map.groupBy(rows, ({ state }) => wordOfRow(state))
  if (counts.size === 1) return `all ${[...counts.keys()][0] ?? ''}`
  return [...counts].map(([word, own]) => `${own.length} ${word}`).join(', ')
}

/** `1 service` and the like, without a figure that says nothing. */
export function countServices(count: number): string {
  return formatCount(count, 'service')
}
