import { z } from 'zod'
import type { EngineEvent } from './model.ts'
import { composeLabels, parseHealthWord } from './parse-container.ts'

/**
 * What is asked of the engine: the actions that `parseEvent` understands. Above all not the three events that every health check
 * makes, which are most of what an idle lab's engine has to tell.
 */
export const eventActions = [
  'create',
  'start',
  'die',
  'destroy',
  'pause',
  'unpause',
  'rename',
  'health_status',
] as const

/** What tells who was behind it: few, and needed only by who remembers that. */
export const requestActions = ['kill', 'stop', 'oom'] as const

const eventSchema = z.object({
  Type: z.string().optional(),
  Action: z.string(),
  timeNano: z.number().optional(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
})

/** One line of the engine's event stream; null for what no room here needs. */
export function parseEvent(line: string): EngineEvent | null {
  const parsed = eventSchema.safeParse(parseJson(line))
  if (!parsed.success) return null
  const { Action: action, Actor: actor, timeNano } = parsed.data
  const attributes = actor.Attributes ?? {}
  const event = parseAction(action, attributes)
  if (!event) return null
  return {
    containerId: actor.ID,
    name: attributes['name'] ?? null,
    project: attributes[composeLabels.project] ?? null,
    // A container of `docker compose run` bears its service's name, and is not that service.
    service: attributes[composeLabels.oneOff] === 'True' ? null : (attributes[composeLabels.service] ?? null),
    atMs: timeNano === undefined ? null : timeNano / 1e6,
    event,
  }
}

function parseAction(
  action: string,
  attributes: Readonly<Record<string, string>>,
): EngineEvent['event'] | null {
  switch (action) {
    case 'create':
      return { kind: 'created' }
    case 'start':
      return { kind: 'started' }
    case 'destroy':
      return { kind: 'destroyed' }
    case 'pause':
      return { kind: 'paused' }
    case 'unpause':
      return { kind: 'unpaused' }
    case 'rename':
      return { kind: 'renamed' }
    case 'die':
      return { kind: 'died', exitCode: Number(attributes['exitCode'] ?? 0) }
    case 'kill':
      return { kind: 'signalled', signal: Number(attributes['signal'] ?? 0) }
    case 'stop':
      return { kind: 'stopped' }
    case 'oom':
      return { kind: 'out of memory' }
  }
  const health = parseHealthWord(/^health_status: (\w+)$/.exec(action)?.[1])
  return health ? { kind: 'health', health } : null
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
