import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate, ReplaceReason } from '../../../shared/plan.ts'
import type { Gates } from './gates.ts'
import type { LabService } from '../facts/lab-model.ts'

/** Services whose containers live in one that may be replaced, and those that live in these. */
export function findFollowers(
  services: readonly LabService[],
  reasons: Map<string, ReplaceReason>,
): readonly LabService[] {
  const found: LabService[] = []
  for (let isMore = true; isMore;) {
    const more = services.filter(
      (service) =>
        !reasons.has(service.key) && followedBy(service, services).some(({ key }) => reasons.has(key)),
    )
    for (const { key } of more) reasons.set(key, 'follows')
    found.push(...more)
    isMore = more.length > 0
  }
  return found
}

function followedBy(service: LabService, services: readonly LabService[]): readonly LabService[] {
  return services.filter(
    (other) =>
      other.stack.project.key === service.stack.project.key &&
      service.service.follows.includes(other.service.name),
  )
}

/**
 * Gates among the services that change. One that waits for a service that stays as it is waits for what that one waits for, so that
 * the order holds across it.
 */
export function contractGates(changing: readonly LabService[], all: Gates): Gates {
  const keys = new Set(changing.map(({ key }) => key))
  const reach = (key: string, seen: Set<string>): Gate[] =>
    (all.get(key) ?? []).flatMap((gate) => {
      const on = formatServiceRef(gate.on)
      if (keys.has(on)) return [gate]
      if (seen.has(on)) return []
      seen.add(on)
      return reach(on, seen).map((further) => ({ ...further, condition: 'ready' as const }))
    })
  return new Map(
    changing.map((service) => {
      const followed = new Set(followedBy(service, changing).map(({ key }) => key))
      const gates = reach(service.key, new Set([service.key]))
      const unique = [
        ...new Map(gates.toReversed().map((gate) => [formatServiceRef(gate.on), gate])).values(),
      ]
      // Its container is made anew when it is certain which one it lives in from now on, the new one or one that was put back.
      return [
        service.key,
        unique.map((gate) =>
          followed.has(formatServiceRef(gate.on)) ? { ...gate, condition: 'ready', required: false } : gate,
        ),
      ]
    }),
  )
}
