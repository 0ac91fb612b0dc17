import type { LabGraph } from '../../shared/detail.ts'
import { collectGates } from '../run/plan/gates.ts'
import type { LabModel } from '../run/facts/lab-model.ts'

/** All services of a lab, also those of profiles that are not active, and what waits for what. Pure. */
export function describeGraph({ services }: LabModel): LabGraph {
  const gates = collectGates(services)
  return {
    services: services.map(({ ref, stack, isActive }) => ({ ref, alwaysOn: stack.alwaysOn, isActive })),
    edges: services.flatMap(({ key, ref }) => (gates.get(key) ?? []).map((gate) => ({ service: ref, gate }))),
  }
}
