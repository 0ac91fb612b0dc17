import type { Readiness } from '../../../shared/readiness.ts'
import type { CountedSignal } from './counts.ts'
import { signalOf } from '../../ui/signal.tsx'

export interface Filter {
  /** Part of a stack's or a service's name, in any case. */
  readonly text: string
  readonly signal: CountedSignal | null
}

export const noFilter: Filter = { text: '', signal: null }

interface Judged {
  readonly name: string
  readonly readiness: Readiness
}

/** Which rows of a stack are in sight. */
export interface Rows {
  readonly rows: readonly string[]
  /** How many ready ones stand behind "n more, all ready". */
  readonly folded: number
  /** Every service as a lamp, because there are too many for rows. */
  readonly strip: readonly string[]
}

const mostRows = 8
/** From this many services on, stacks show lamps instead of rows. */
export const stripFrom = 60
/** From this many on, what is out of sight is not laid out. */
export const lazyFrom = 150

/** What is not ready is never folded away; a filter shows all that it finds. */
export function arrangeRows(
  stack: string,
  services: readonly Judged[],
  options: { readonly filter: Filter; readonly isExpanded: boolean; readonly isStrip: boolean },
): Rows {
  const { filter, isExpanded, isStrip } = options
  const all = services.map(({ name }) => name)
  const none: readonly string[] = []
  if (isFiltering(filter)) {
    const found = services.filter((service) => matches(stack, service, filter))
    return { rows: found.map(({ name }) => name), folded: 0, strip: none }
  }
  if (isExpanded) return { rows: all, folded: 0, strip: none }
  if (isStrip) {
    const exceptions = services.filter(({ readiness }) => isException(readiness))
    return { rows: exceptions.map(({ name }) => name), folded: 0, strip: all }
  }
  const isReady = ({ readiness }: Judged) => readiness === 'ready'
  const others = services.filter((service) => !isReady(service)).length
  const room = Math.max(mostRows - others, 0)
  const surplus = services.filter(isReady).slice(room)
  // The fold takes a row itself.
  if (services.length <= mostRows || surplus.length <= 1) return { rows: all, folded: 0, strip: none }
  const hidden = new Set(surplus)
  const shown = services.filter((service) => !hidden.has(service))
  return { rows: shown.map(({ name }) => name), folded: surplus.length, strip: none }
}

export function isFiltering({ text, signal }: Filter): boolean {
  return text.trim() !== '' || signal !== null
}

function matches(stack: string, { name, readiness }: Judged, { text, signal }: Filter): boolean {
  const part = text.trim().toLowerCase()
  if (signal !== null && signalOf(readiness) !== signal) return false
  return name.toLowerCase().includes(part) || stack.toLowerCase().includes(part)
}

function isException(readiness: Readiness): boolean {
  return readiness === 'failed' || readiness === 'loading' || readiness === 'starting'
}
