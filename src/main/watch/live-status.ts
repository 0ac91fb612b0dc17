import { isDeepStrictEqual } from 'node:util'
import { formatServiceRef } from '../../shared/format.ts'
import { rollUpReadiness } from '../../shared/roll-up.ts'
import type { LabStatus, ServiceStatus, StackStatus } from '../../shared/status.ts'
import type { RunWords } from './run-words.ts'

/** The status with what runs say laid over it: they know more than Docker as long as they go on. Pure. */
export function layWordsOver(status: LabStatus, words: RunWords): LabStatus {
  if (words.size === 0) return status
  const stacks = status.stacks.map((stack) => {
    const services = stack.services.map((service) => {
      const word = words.get(formatServiceRef({ stack: stack.name, service: service.name }))
      return word ? { ...service, ...word } : service
    })
    const isTold = services.some((service, index) => service !== stack.services[index])
    if (!isTold) return stack
    return { ...stack, services, state: rollUpReadiness(services.map(({ readiness }) => readiness)) }
  })
  return { ...status, stacks }
}

export interface ServiceChange {
  readonly stack: string
  readonly service: ServiceStatus
  readonly stackState: StackStatus['state']
}

/** Services that are not as they were; null when more has changed than services can tell, like a service that is gone. Pure. */
export function findChanges(before: LabStatus, after: LabStatus): readonly ServiceChange[] | null {
  if (shapeOf(before) !== shapeOf(after)) return null
  return after.stacks.flatMap((stack, index) => {
    const known = before.stacks[index]?.services ?? []
    return stack.services
      .filter((service, position) => !isDeepStrictEqual(service, known[position]))
      .map((service) => ({ stack: stack.name, service, stackState: stack.state }))
  })
}

function shapeOf({ stacks }: LabStatus): string {
  return JSON.stringify(
    stacks.map(({ name, project, alwaysOn, services }) => [
      name,
      project,
      alwaysOn,
      services.map((service) => service.name),
    ]),
  )
}
