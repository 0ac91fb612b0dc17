import { formatCommand, formatCount } from '../../shared/format.ts'
import { step } from '../../shared/next-steps.ts'
import type { Situation } from '../../shared/situation.ts'
import type { ServiceStatus } from '../../shared/status.ts'
import type { LabFacts } from './model.ts'

type Commands = (...words: readonly string[]) => string

/** How a lab is when it is seen for the first time: whatever runs is taken as it is. Pure. */
export function describeLabSituation(lab: LabFacts, commandFor: Commands): Situation {
  const { name } = lab.status.lab
  if (lab.other) return describeOther(lab.other)
  const services = lab.status.stacks
    // What is not started with everything counts when it is up all the same.
    .filter((stack) => !lab.notStarted.has(stack.name) || stack.services.some(isUp))
    .flatMap((stack) => stack.services.map((service) => ({ stack: stack.name, service })))
  const up = services.filter(({ service }) => isUp(service))
  const failed = services.find(({ service }) => service.readiness === 'failed')
  const watch = step('Watch it', commandFor('status', '--watch'))
  const browse = step('See it in the browser', commandFor('serve', '--open'))
  const look = step('See first what that would do', commandFor('plan'))
  const why = failed
    ? [step('See why', commandFor('logs', `${failed.stack}/${failed.service.name}`, '--tail', '50'))]
    : []
  if (services.length > 0 && up.length === services.length) {
    const title = `${name} is all up: ${formatCount(up.length, 'service')}.`
    return { kind: 'lab-up', level: 'ok', title, sentence: null, steps: [browse, watch] }
  }
  if (up.length > 0 || failed) {
    return {
      kind: 'lab-partly-up',
      level: 'warning',
      title: `${up.length} of ${formatCount(services.length, 'service')} of ${name} are up.`,
      sentence: failed ? `${failed.stack}/${failed.service.name} has failed.` : null,
      steps: [...why, step('Start the rest', commandFor('up')), look, browse],
    }
  }
  return {
    kind: 'lab-down',
    level: 'ok',
    title: `Nothing of ${name} is up.`,
    sentence: null,
    steps: [step('Start it', commandFor('up')), look, browse],
  }
}

function describeOther({ project, dir }: NonNullable<LabFacts['other']>): Situation {
  return {
    kind: 'other-lab',
    level: 'warning',
    title: `Containers of the project ${project} were made from ${dir}, which is not this lab.`,
    sentence: 'Starting this lab replaces them, and both would share their volumes.',
    steps: [
      step('To keep both, give this one another `name:` in its Compose files'),
      { text: `Look at ${dir}`, command: formatCommand(['switchyard', 'status', '--lab', dir]), dir },
    ],
  }
}

function isUp({ readiness }: ServiceStatus): boolean {
  return readiness === 'ready' || readiness === 'done' || readiness === 'loading' || readiness === 'starting'
}
