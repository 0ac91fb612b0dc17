import leven from 'leven'
import { SwitchyardError, errorFromProblems, type Problem } from '../../../shared/errors.ts'
import { formatList } from '../../../shared/format.ts'
import type { RunKind } from '../../../shared/plan.ts'
import type { Stack } from '../../lab/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { LabModel, LabService } from '../facts/lab-model.ts'
import { matchContainerName, matchServices, readTargetForm, type TargetForm } from './match-services.ts'

/** What a run is about: whole stacks, single services, or (both empty) the lab. */
export interface Targets {
  readonly stacks: ReadonlySet<string>
  /** Keys `stack/service`, without those of whole stacks. */
  readonly services: ReadonlySet<string>
  /** Those of `services` that only a pattern or a label has named: nobody has said their name. */
  readonly matched?: ReadonlySet<string>
}

/**
 * Reads targets as they are typed: `stack`, `stack/service`, a service name that only one stack has, a container's name, the
 * port that one service publishes or listens on (`:8004`), and the services of a pattern (`*whisper*`) or a label
 * (`label:com.example.role=tts`). Throws NAME_UNKNOWN for each that names nothing, with the nearest name, and for what
 * means one service and could be several. Pure; `containers` are those of the lab, as far as they are known.
 */
export function parseTargets(
  model: LabModel,
  targets: readonly string[],
  containers: readonly ContainerSummary[] = [],
): Targets {
  const stacks = new Set<string>()
  const named = new Set<string>()
  const matched = new Set<string>()
  const problems: Problem[] = []
  for (const target of targets) {
    const broken = model.broken.get(target) ?? model.broken.get(target.split('/')[0] ?? '')
    if (broken) problems.push(...broken.problems)
    else if (model.lab.stacks.some(({ name }) => name === target)) stacks.add(target)
    else if (model.services.some(({ key }) => key === target)) named.add(target)
    else {
      const { services, isOfMany } = findServices(model, target, containers)
      if (services.length === 0 || (services.length > 1 && !isOfMany))
        problems.push(unknownTarget(model, target, services))
      else for (const { key } of services) (isOfMany ? matched : named).add(key)
    }
  }
  if (problems.length > 0) throw errorFromProblems(problems)
  const isNamed = (key: string) => named.has(key) || stacks.has(key.slice(0, key.lastIndexOf('/')))
  const unnamed = [...matched].filter((key) => !isNamed(key))
  const services = new Set([...named, ...matched])
  return { stacks, services, ...(unnamed.length > 0 ? { matched: new Set(unnamed) } : {}) }
}

/** The targets of a run of this kind, as `parseTargets` reads them and without what nobody would mean by a pattern. Pure. */
export function readTargets(
  model: LabModel,
  { kind, targets }: { readonly kind: RunKind; readonly targets: readonly string[] },
  containers: readonly ContainerSummary[] = [],
): Targets {
  return narrowMatches(model, parseTargets(model, targets, containers), kind === 'start' ? 'start' : 'stop')
}

/** Whether it is the name of a stack or service in full, for which nobody needs to look at containers. */
export function isPlainTarget({ lab, services }: LabModel, target: string): boolean {
  return lab.stacks.some(({ name }) => name === target) || services.some(({ key }) => key === target)
}

/** What a text names besides stacks and keys. `isOfMany`: it may mean several at once. */
function findServices(
  model: LabModel,
  target: string,
  containers: readonly ContainerSummary[],
): { readonly services: readonly LabService[]; readonly isOfMany: boolean } {
  const named = model.services.filter(({ service }) => service.name === target)
  if (named.length > 0) return { services: named, isOfMany: false }
  const form = readTargetForm(target)
  if (form === null) return { services: matchContainerName(model, target, containers), isOfMany: false }
  return { services: matchServices(model, form, containers), isOfMany: form.kind !== 'port' }
}

/**
 * The targets of a run without what nobody would mean by a pattern: to stop, services of an always-on stack; to start, those
 * of profiles that are not active. Throws when nothing is left.
 */
function narrowMatches(model: LabModel, targets: Targets, does: 'start' | 'stop'): Targets {
  const { matched } = targets
  if (!matched) return targets
  const unwanted = model.services.filter(
    ({ key, stack, isActive }) => matched.has(key) && (does === 'stop' ? stack.alwaysOn : !isActive),
  )
  const left = new Set([...targets.services].filter((key) => !unwanted.some((each) => each.key === key)))
  const narrowed = { ...targets, services: left }
  if (!isWholeLab(narrowed)) return narrowed
  const names = formatList(
    unwanted.map(({ key }) => key),
    3,
  )
  throw does === 'stop'
    ? new SwitchyardError('ALWAYS_ON', `Only always-on services match: ${names}.`, {
        hint: 'Name them in full and add --include-always-on if you mean it.',
      })
    : new SwitchyardError('NAME_UNKNOWN', `Only services of profiles that are not active match: ${names}.`, {
        hint: 'Name one in full, or choose its profile.',
      })
}

/** The one service that a text names. A stack stands for its only service, or for the one that is called like it. */
export function findOneService(
  model: LabModel,
  target: string,
  containers: readonly ContainerSummary[] = [],
): LabService {
  const targets = parseTargets(model, [target], containers)
  const found = model.services.filter((service) => isTargeted(targets, service))
  const likeStack = found.filter(({ ref }) => ref.service === ref.stack && targets.stacks.has(ref.stack))
  const one = found.length === 1 ? found[0] : likeStack[0]
  if (one) return one
  const names = formatList(
    found.map(({ key }) => key),
    8,
  )
  throw new SwitchyardError(
    'NAME_UNKNOWN',
    found.length === 0 ? `There is no service in ${target}.` : `${target} names several services: ${names}.`,
    { hint: 'Name one of them.' },
  )
}

export function isWholeLab(targets: Targets): boolean {
  return targets.stacks.size === 0 && targets.services.size === 0
}

export function isTargeted(targets: Targets, { key, stack }: LabService): boolean {
  return targets.stacks.has(stack.name) || targets.services.has(key)
}

/** Which kinds of runs leave what is always-on as it is, unless it is named and the operator said so as well. */
const sparesAlwaysOn: Readonly<Record<RunKind, boolean>> = {
  start: false,
  stop: true,
  restart: true,
  down: true,
  switch: true,
  update: true,
  // It makes images, and touches nothing that runs.
  build: false,
}

/** The first always-on stack among the targets that a run of this kind leaves as it is; null when there is none. Pure. */
export function findSpared({ lab }: LabModel, kind: RunKind, targets: Targets): Stack | null {
  if (!sparesAlwaysOn[kind]) return null
  const isNamed = ({ name }: Stack) =>
    targets.stacks.has(name) || [...targets.services].some((key) => key.startsWith(`${name}/`))
  return lab.stacks.find((stack) => stack.alwaysOn && isNamed(stack)) ?? null
}

/** Refuses to touch an always-on stack unless it is named and the operator said so as well. */
export function checkAlwaysOn(
  model: LabModel,
  targets: Targets,
  { kind, includeAlwaysOn }: { readonly kind: RunKind; readonly includeAlwaysOn: boolean },
): void {
  const first = includeAlwaysOn ? null : findSpared(model, kind, targets)
  if (!first) return
  throw new SwitchyardError('ALWAYS_ON', `Stack ${first.name} is always-on and is not stopped by accident.`, {
    hint: 'Name it and add --include-always-on if you mean it.',
  })
}

function unknownTarget(model: LabModel, target: string, ambiguous: readonly LabService[]): Problem {
  const form = readTargetForm(target)
  if (ambiguous.length > 1) {
    const choices = ambiguous.map(({ key }) => key).join(', ')
    return {
      code: 'NAME_UNKNOWN',
      message:
        form?.kind === 'port'
          ? `Several services have port ${form.port}: ${choices}.`
          : `Several stacks have a service ${target}: ${choices}.`,
      hint: 'Name one of them.',
    }
  }
  if (form !== null) {
    return {
      code: 'NAME_UNKNOWN',
      message: `No service of lab ${model.lab.name} ${describeForm(form, target)}.`,
      hint: `Containers and programs outside of the lab: \`switchyard find '${target}'\`.`,
    }
  }
  const names = [...model.lab.stacks.map(({ name }) => name), ...model.services.map(({ key }) => key)]
  const nearest = names.toSorted((a, b) => leven(a, target) - leven(b, target))[0]
  const isNear = nearest !== undefined && leven(nearest, target) <= Math.max(2, target.length / 3)
  return {
    code: 'NAME_UNKNOWN',
    message: `There is no stack or service named ${target} in lab ${model.lab.name}.`,
    hint: isNear
      ? `Did you mean ${nearest}?`
      : `The stacks are: ${model.lab.stacks.map(({ name }) => name).join(', ')}.`,
  }
}

function describeForm(form: TargetForm, target: string): string {
  switch (form.kind) {
    case 'port':
      return `publishes or listens on port ${form.port}`
    case 'label':
      return `has the label ${target.slice('label:'.length)}`
    case 'pattern':
      return `matches ${target}`
  }
}
