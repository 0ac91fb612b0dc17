import {
  describeChange,
  describeDifferences,
  describeRunning,
  environmentName,
} from '../../../shared/environment-words.ts'
import type { EnvironmentSwitch, ServiceChange } from '../../../shared/environments.ts'
import { formatCount, formatList, formatServiceRef } from '../../../shared/format.ts'
import type { Plan } from '../../../shared/plan.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'

/** What becomes different when an environment takes the place of another, before it is done. */
export function renderSwitch(plan: Plan, style: Style): Line[] {
  if (!plan.switch) return []
  const { services, networks } = plan.switch
  const changed = services.filter(({ change }) => change !== 'keep')
  const kept = services.filter(({ change }) => change === 'keep')
  return [
    renderHead(plan, plan.switch),
    ...changed.flatMap((change) => renderChange(change, plan.lab.dir, style)),
    ...(kept.length === 0
      ? []
      : [
          line(
            `${formatCount(kept.length, 'service')} ${kept.length === 1 ? 'is' : 'are'} not touched: ${formatList(
              kept.map(({ service }) => formatServiceRef(service)),
              6,
            )}.`,
          ),
        ]),
    ...(networks.created.length === 0 ? [] : [line(`Networks made: ${networks.created.join(', ')}.`)]),
    ...(networks.removedOf.length === 0
      ? []
      : [line(`Networks removed: those of project ${formatList(networks.removedOf)}.`)]),
    ...(changed.length === 0 ? [] : [line('Volumes stay as they are.', 'quiet')]),
  ]
}

function renderHead({ lab, environment }: Plan, { from }: EnvironmentSwitch): Line {
  const now = describeRunning(from)
  return [
    span(`${lab.name}: to ${environmentName(environment)}`, 'strong'),
    span(now === null ? ', nothing of it runs now' : `, now ${now}`),
  ]
}

const signals: Readonly<Record<ServiceChange['change'], Signal>> = {
  create: 'waiting',
  recreate: 'loading',
  start: 'waiting',
  keep: 'ready',
  remove: 'stopped',
}

function renderChange(change: ServiceChange, dir: string, style: Style): Line[] {
  return [
    [
      span(symbolOf(signals[change.change], style)),
      span(' '),
      span(formatServiceRef(change.service)),
      span(` ${describeChange(change)}`),
    ],
    // What goes away needs no list of what it had.
    ...(change.change === 'remove'
      ? []
      : describeDifferences(change, dir).map((words) => line(`     ${words}`, 'quiet'))),
  ]
}
