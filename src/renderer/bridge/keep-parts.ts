import type { LabSnapshot } from '../../shared/watch.ts'

/** The next state with every part of the last one that says the same, so that `===` tells what to draw again. */
export function keepParts(last: LabSnapshot | null, next: LabSnapshot | null): LabSnapshot | null {
  if (!last || !next || last === next) return next
  const lab = same(last.lab, next.lab)
  const problems = same(last.problems, next.problems)
  const runs = same(last.runs, next.runs)
  const engine = same(last.engine, next.engine)
  return { ...next, lab, problems, runs, engine, status: keepStatus(last.status, next.status) }
}

function keepStatus(last: LabSnapshot['status'], next: LabSnapshot['status']): LabSnapshot['status'] {
  if (!last || !next) return next
  const stacks = next.stacks.map((stack) => {
    const before = last.stacks.find(({ name }) => name === stack.name)
    if (!before) return stack
    const services = stack.services.map((service) =>
      same(before.services.find(({ name }) => name === service.name) ?? service, service),
    )
    const isSame =
      before.services.length === services.length &&
      services.every((service, index) => service === before.services[index]) &&
      same({ ...before, services: [] }, { ...stack, services: [] }).state === stack.state
    return isSame && before.alwaysOn === stack.alwaysOn && before.project === stack.project
      ? before
      : { ...stack, services }
  })
  const isSame =
    last.stacks.length === stacks.length && stacks.every((stack, index) => stack === last.stacks[index])
  return isSame && same(last.lab, next.lab) === last.lab ? last : { ...next, stacks }
}

function same<Value>(last: Value, next: Value): Value {
  return last === next || JSON.stringify(last) === JSON.stringify(next) ? last : next
}
