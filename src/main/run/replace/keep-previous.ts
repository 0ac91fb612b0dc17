import type { StepOf } from '../../../shared/plan.ts'
import type { Execution } from '../execute/execution.ts'

/** Names under which images are kept that services ran before their latest update; no registry has them. */
export const previousRepository = 'switchyard-previous'

/** The name that keeps the previous image of a service from being cleaned away as one without a name. */
export function previousName({ project, service }: Pick<StepOf<'replace'>, 'project' | 'service'>): string {
  // Both may hold more than a tag may, and a tag has 128 characters at most.
  const tag = `${project}.${service.service}`.replaceAll(/[^\w.-]/g, '_').slice(0, 128)
  return `${previousRepository}:${tag}`
}

/** Says where the previous images are, when this run has replaced any. */
export function tellKept({ plan, replaced, putBack, emit }: Execution): void {
  const steps = plan.steps.filter((step) => step.kind === 'replace')
  const names = steps
    .filter(({ id, reason }) => replaced.has(id) && reason !== 'follows')
    .filter(({ service }) => !putBack.some(({ service: other }) => isSame(other, service)))
    .map(previousName)
  if (names.length === 0) return
  emit({
    type: 'notice',
    level: 'info',
    message: `Previous images are kept until the next update; to remove ${names.length === 1 ? 'it' : 'them'}: docker image rm ${names.join(' ')}`,
  })
}

function isSame(one: { stack: string; service: string }, other: { stack: string; service: string }): boolean {
  return one.stack === other.stack && one.service === other.service
}
