import {
  formatCommand,
  formatCount,
  formatDuration,
  formatList,
  formatServiceRef,
} from '../../../shared/format.ts'
import { environmentName } from '../../../shared/environment-words.ts'
import { describeGpuWay } from '../../../shared/gpu-words.ts'
import type { Gate, HookMoment, Plan, ReadinessCheck, Step, StepOf } from '../../../shared/plan.ts'
import { describeReplace, formatDigest } from '../../../shared/update-words.ts'
import { line, span, type Line } from './line.ts'
import { indexServiceSteps } from './run-phase.ts'
import { runWords } from '../../../shared/run-words.ts'
import { describeStep } from './run-words.ts'
import { symbolOf, type Style } from './style.ts'
import { renderSwitch } from './switch.ts'

/** What a run would do, to read before it is done: order, gates in words, exact commands. */
export function renderPlan(plan: Plan, style: Style): Line[] {
  return [
    renderHead(plan),
    ...renderSwitch(plan, style).slice(1),
    ...plan.warnings.map((warning) => line(`${symbolOf('warning', style)} ${warning}`, 'warning')),
    ...listSections(plan).flatMap(({ title, steps }) => [
      [],
      line(title, 'strong'),
      ...describeOrder(steps).map((words) => line(`  ${words}`)),
      ...steps.flatMap((step) => renderStep(step)),
    ]),
    ...renderRest(plan),
  ]
}

function renderHead(plan: Plan): Line {
  // A service that does not run is replaced without a start.
  const replaced = plan.steps.filter(({ kind }) => kind === 'replace').length
  const services = Math.max(indexServiceSteps(plan).size, replaced)
  const environment = plan.switch
    ? ` to ${environmentName(plan.environment)}`
    : plan.environment === null
      ? ''
      : ` (environment ${plan.environment})`
  const size =
    services === 0
      ? plan.steps.length === 0
        ? 'nothing to do'
        : formatCount(plan.steps.length, 'step')
      : `${formatCount(services, 'service')} in ${formatCount(countWaves(plan), 'wave')}`
  const usually = plan.expectedMs === null ? '' : `, usually ${formatDuration(plan.expectedMs)}`
  return [
    span(`${runWords[plan.kind].asked} ${plan.lab.name}${environment}`, 'strong'),
    span(`: ${size}${usually}`),
  ]
}

/** Waves in which something happens; a stack that runs already does not make one. */
function countWaves(plan: Plan): number {
  const start = listWaves(plan, 'start').length
  return start > 0 ? start : listWaves(plan, 'stop').length
}

interface Section {
  readonly title: string
  readonly steps: readonly Step[]
}

/** What comes before the services, then wave by wave, then what comes after. */
function listSections(plan: Plan): Section[] {
  const preparing = plan.steps.filter(({ kind }) => ['network', 'pull', 'build', 'create'].includes(kind))
  const removing = plan.steps.filter(({ kind }) => kind === 'remove' || kind === 'remove-networks')
  const hooks = (...moments: readonly HookMoment[]) =>
    plan.steps.filter((step) => step.kind === 'hook' && moments.includes(step.when))
  const sections: Section[] = [
    { title: 'Secrets, before anything', steps: plan.steps.filter(({ kind }) => kind === 'secrets') },
    { title: 'Hooks, before the stop', steps: hooks('before_stop') },
    ...listWaves(plan, 'stop'),
    { title: 'Hooks, after the stop', steps: hooks('after_stop') },
    { title: 'Remove', steps: removing },
    { title: 'Prepare', steps: preparing },
    {
      title: 'Replace, each right before its start',
      steps: plan.steps.filter(({ kind }) => kind === 'replace'),
    },
    { title: 'Hooks, before the start', steps: hooks('before_start') },
    { title: 'GPU, right before the start', steps: plan.steps.filter(({ kind }) => kind === 'gpu') },
    { title: 'Host, right before the start', steps: plan.steps.filter(({ kind }) => kind === 'lease') },
    ...listWaves(plan, 'start'),
    { title: 'Hooks, after the start', steps: hooks('after_start') },
    { title: 'Host, afterwards', steps: plan.steps.filter(({ kind }) => kind === 'release') },
  ]
  return sections.filter(({ steps }) => steps.length > 0)
}

function listWaves(plan: Plan, kind: 'start' | 'stop'): Section[] {
  const steps = plan.steps.filter((step): step is StepOf<'start' | 'stop'> => step.kind === kind)
  const waves = [...new Set(steps.map(({ wave }) => wave))]
  // Steps are in the order of the run: a stop begins with the last wave.
  return waves.map((wave, index) => {
    const own = steps.filter((step) => step.wave === wave)
    const stacks = [...new Set(own.map(({ service }) => service.stack))]
    const verb = kind === 'start' ? 'Start' : 'Stop'
    return { title: `${verb}, wave ${index + 1}: ${stacks.join(', ')}`, steps: own }
  })
}

function renderStep(step: Step): Line[] {
  const command = step.command.length > 0 ? [line(`      $ ${formatCommand(step.command)}`, 'quiet')] : []
  const recreated =
    step.kind === 'create' ? renderRecreated(step) : step.kind === 'replace' ? renderPrevious(step) : []
  const asked = step.kind === 'start' ? step.gates.filter(({ from }) => from !== 'layout') : []
  const gates = describeGates(asked).map((words) => line(`      ${words}`))
  const inTheWay = step.kind === 'gpu' ? describeGpuWay(step).map((words) => line(`      ${words}`)) : []
  return [
    line(`  ${describe(step)}`),
    ...recreated,
    ...gates,
    ...inTheWay,
    ...describeScript(step),
    ...command,
  ]
}

function describe(step: Step): string {
  if (step.kind === 'stop' || step.kind === 'remove') return formatServiceRef(step.service)
  if (step.kind === 'replace') return `${formatServiceRef(step.service)}  ${describeReplace(step)}`
  if (step.kind !== 'start') return describeStep(step)
  const parts = [
    describeCheck(step.check),
    `limit ${formatDuration(step.timeoutMs)}`,
    ...(step.retries > 0 ? [formatCount(step.retries, 'retry', 'retries')] : []),
    ...(step.expectedMs === null ? [] : [`usually ${formatDuration(step.expectedMs)}`]),
  ]
  return `${formatServiceRef(step.service)}  ${parts.join(', ')}`
}

/** Where a program of the lab runs and for how long; a script's own words first. */
function describeScript(step: Step): Line[] {
  const call = isProgram(step) ? step : 'script' in step ? step.script : undefined
  if (!call) return []
  const description = 'description' in call && call.description !== null ? `${call.description}; ` : ''
  const failure = isProgram(step) ? `; a failure ${failureWords[step.onFailure]}` : ''
  const name = isProgram(step) ? '' : 'by its script, '
  return [
    line(`      ${description}${name}in ${call.dir}, at most ${formatDuration(call.timeoutMs)}${failure}`),
  ]
}

function isProgram(step: Step): step is StepOf<'hook' | 'secrets'> {
  return step.kind === 'hook' || step.kind === 'secrets'
}

const failureWords = {
  abort: 'ends what follows',
  continue: 'is a warning',
  fallback: 'leaves what is there',
} as const

function renderRecreated(step: StepOf<'create'>): Line[] {
  if (step.recreates.length === 0) return []
  const names = step.recreates.map(formatServiceRef)
  return [line(`      replaces ${formatList(names)}: the configuration changed`, 'warning')]
}

/** What becomes of the image that runs until then. */
function renderPrevious({ reason, previous, putsBack }: StepOf<'replace'>): Line[] {
  if (reason === 'follows') return []
  const otherwise = putsBack ? 'is put back when the new one does not get ready' : 'is not put back'
  return [line(`      ${previous.image} (${formatDigest(previous.id)}) ${otherwise}`)]
}

/** What the folder order makes each stack wait for, once for the stack and not for each of its services. */
function describeOrder(steps: readonly Step[]): string[] {
  const starts = steps.filter((step) => step.kind === 'start')
  return [...Map.groupBy(starts, ({ service }) => service.stack)].flatMap(([stack, own]) => {
    const ordered = own.flatMap(({ gates }) => gates.filter(({ from }) => from === 'layout'))
    const earlier = [...new Set(ordered.map(({ on }) => on.stack))]
    if (earlier.length === 0) return []
    const verb = earlier.length === 1 ? 'is ready or has failed' : 'are ready or have failed'
    return [`${stack}: after ${formatList(earlier)} ${verb} (folder order)`]
  })
}

/** Gates in words, those of one kind together: `after data/db and data/redis are ready (depends_on)`. */
export function describeGates(gates: readonly Gate[]): string[] {
  const kinds = Map.groupBy(gates, ({ condition, required, from }) => `${condition} ${required} ${from}`)
  return [...kinds.values()].map((alike) => {
    const [{ condition, required, from }] = alike as [Gate, ...Gate[]]
    const verb = alike.length === 1 ? 'is' : 'are'
    const state = { started: 'started', ready: 'ready', completed: 'done' }[condition]
    const otherwise = required ? '' : alike.length === 1 ? ' or has failed' : ' or have failed'
    const names = formatList(
      alike.map(({ on }) => formatServiceRef(on)),
      4,
    )
    return `after ${names} ${verb} ${state}${otherwise} (${from})`
  })
}

function describeCheck(check: ReadinessCheck): string {
  switch (check.kind) {
    case 'health':
      return 'ready when healthy'
    case 'running':
      return `ready when it has run for ${formatDuration(check.graceMs)}`
    case 'completed':
      return 'done when it exits 0'
    case 'http':
      return `ready when ${check.url} answers${check.status === undefined ? '' : ` ${check.status}`}`
    case 'tcp':
      return `ready when ${check.host}:${check.port} accepts`
    case 'log':
      return `ready when its log matches ${check.pattern}`
  }
}

function renderRest(plan: Plan): Line[] {
  const rest = [
    ...(plan.unchanged.length > 0
      ? [line(`${formatCount(plan.unchanged.length, 'service')} ${runWords[plan.kind].already}.`)]
      : []),
    ...(plan.spared.length > 0 ? [line(`Left alone (always-on): ${formatList(plan.spared)}.`)] : []),
  ]
  return rest.length > 0 ? [[], ...rest] : []
}
