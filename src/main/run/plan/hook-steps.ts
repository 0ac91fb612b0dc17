import { formatServiceRef } from '../../../shared/format.ts'
import type { HookMoment, Step, StepOf } from '../../../shared/plan.ts'
import type { Hook, Script } from '../../lab/scripts/model.ts'
import type { LabModel } from '../facts/lab-model.ts'

/** Steps of a plan with the hooks around them, and the programs of these hooks. */
export interface Hooked<Kind extends Step> {
  readonly before: readonly StepOf<'hook'>[]
  readonly steps: readonly Kind[]
  readonly after: readonly StepOf<'hook'>[]
  readonly scripts: readonly Script[]
}

/**
 * Hooks around starts. The lab's first ones come before anything is made or started; a stack's own come when the stacks that
 * all of it waits for are up, and its containers are made meanwhile. Nothing is asked of a stack of which nothing is started:
 * `begun` are the keys of services that this run really starts. Pure.
 */
export function addStartHooks(
  model: LabModel,
  steps: readonly Step[],
  begun: ReadonlySet<string>,
): Hooked<Step> {
  const starts = steps.filter((step) => step.kind === 'start')
  const acting = starts.filter(({ service }) => begun.has(formatServiceRef(service)))
  const plan = placeHooks(model, 'start', acting, starts, (own, name, after) => [
    ...sharedGates(own),
    ...needsOf(model, name).flatMap((other) => lastOf(after.get(other))),
  ])
  return {
    ...flat(plan),
    steps: steps.map((step) => {
      if (step.kind === 'start') {
        const { stack } = step.service
        const needed = needsOf(model, stack).flatMap((other) => lastOf(plan.after.get(other)))
        return after(step, [...lastOf(plan.lab), ...lastOf(plan.before.get(stack)), ...needed])
      }
      return step.kind === 'create' || step.kind === 'network' ? after(step, lastOf(plan.lab)) : step
    }),
  }
}

/** Hooks around stops, the other way round. Pure. */
export function addStopHooks(model: LabModel, stops: readonly StepOf<'stop'>[]): Hooked<StepOf<'stop'>> {
  const needing = (name: string) =>
    model.lab.stacks.filter(({ needs }) => needs.includes(name)).map((other) => other.name)
  // Only where the stop itself comes after all of the other stack: a circle of needs is no reason not to stop.
  const settled = (own: readonly StepOf<'stop'>[], name: string, after: Placed['after']) =>
    needing(name)
      .filter((other) =>
        own.every((step) =>
          stops.every(({ id, service }) => service.stack !== other || step.after.includes(id)),
        ),
      )
      .flatMap((other) => lastOf(after.get(other)))
  const plan = placeHooks(model, 'stop', stops, stops, (own, name, after) => [
    ...sharedFollowers(own),
    ...settled(own, name, after),
  ])
  return {
    ...flat(plan),
    steps: stops.map((step) => {
      const { stack } = step.service
      return after(step, [
        ...lastOf(plan.lab),
        ...lastOf(plan.before.get(stack)),
        ...settled([step], stack, plan.after),
      ])
    }),
  }
}

function needsOf({ lab }: LabModel, stack: string): readonly string[] {
  return lab.stacks.find(({ name }) => name === stack)?.needs ?? []
}

type Acting = StepOf<'start'> | StepOf<'stop'>

interface Placed {
  readonly lab: readonly StepOf<'hook'>[]
  readonly before: ReadonlyMap<string, readonly StepOf<'hook'>[]>
  readonly after: ReadonlyMap<string, readonly StepOf<'hook'>[]>
  readonly last: readonly StepOf<'hook'>[]
  readonly scripts: readonly Script[]
}

function placeHooks<Of extends Acting>(
  { lab }: LabModel,
  verb: 'start' | 'stop',
  acting: readonly Of[],
  all: readonly Of[],
  /** What the first hook of a stack waits for. */
  waitsOf: (own: readonly Of[], stack: string, after: Placed['after']) => readonly string[],
): Placed {
  const scripts: Script[] = []
  const chain = (
    hooks: readonly Hook[] | undefined,
    when: HookMoment,
    stack: string | null,
    first: readonly string[],
  ) => {
    let waits = first
    return (hooks ?? [])
      .filter((hook) => hook.when === when)
      .map((hook, index) => {
        const step = hookStep(hook, stack, index, lab.dir, waits)
        scripts.push(hook.script)
        waits = [step.id]
        return step
      })
  }
  const stacks = lab.stacks.filter(({ name }) => acting.some(({ service }) => service.stack === name))
  const of = (name: string, steps: readonly Of[]) => steps.filter(({ service }) => service.stack === name)
  const ids = (steps: readonly Of[]) => steps.map(({ id }) => id)

  const first = acting.length === 0 ? [] : chain(lab.hooks, `before_${verb}`, null, [])
  const following = new Map(
    stacks.map(({ name, hooks }) => [name, chain(hooks, `after_${verb}`, name, ids(of(name, all)))]),
  )
  const before = new Map(
    stacks.map(({ name, hooks }) => [
      name,
      chain(hooks, `before_${verb}`, name, [...lastOf(first), ...waitsOf(of(name, all), name, following)]),
    ]),
  )
  const last =
    acting.length === 0
      ? []
      : chain(lab.hooks, `after_${verb}`, null, [
          ...ids(all),
          ...[...following.values()].flatMap((steps) => lastOf(steps)),
        ])
  return { lab: first, before, after: following, last, scripts }
}

function flat(placed: Placed): Omit<Hooked<Step>, 'steps'> {
  return {
    before: [...placed.lab, ...[...placed.before.values()].flat()],
    after: [...[...placed.after.values()].flat(), ...placed.last],
    scripts: placed.scripts,
  }
}

function hookStep(
  { when, name, script, timeoutMs, onFailure }: Hook,
  stack: string | null,
  index: number,
  dir: string,
  waits: readonly string[],
): StepOf<'hook'> {
  return {
    kind: 'hook',
    id: ['hook', when, ...(stack === null ? [] : [stack]), index].join(':'),
    after: [...waits],
    command: [...script.command],
    when,
    stack,
    name,
    dir,
    timeoutMs,
    onFailure,
  }
}

/** Starts elsewhere without which nothing of these begins: then it is the stack's turn. */
function sharedGates(starts: readonly StepOf<'start'>[]): readonly string[] {
  const own = new Set(starts.map(({ id }) => id))
  return shared(
    starts.map(({ gates }) =>
      gates
        .filter(({ condition }) => condition !== 'started')
        .map(({ on }) => `start:${formatServiceRef(on)}`)
        .filter((id) => !own.has(id)),
    ),
  )
}

function sharedFollowers(stops: readonly StepOf<'stop'>[]): readonly string[] {
  const own = new Set(stops.map(({ id }) => id))
  return shared(stops.map((step) => step.after.filter((id) => !own.has(id))))
}

function shared(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists
  return first.filter((id) => others.every((list) => list.includes(id)))
}

function lastOf(steps: readonly StepOf<'hook'>[] | undefined): readonly string[] {
  const last = steps?.at(-1)
  return last ? [last.id] : []
}

function after<Of extends Step>(step: Of, ids: readonly string[]): Of {
  return ids.length === 0 ? step : { ...step, after: [...new Set([...step.after, ...ids])] }
}
