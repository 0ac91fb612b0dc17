import { formatDuration } from '../format.ts'
import type { StackView } from '../lab.ts'
import { runPath } from '../page-paths.ts'
import { isUp } from '../roll-up.ts'
import { titleOf } from '../run-title.ts'
import { runWords } from '../run-words.ts'
import type { Outcome, RunSummary } from '../run.ts'
import type { StackStatus } from '../status.ts'
import type { LabSnapshot } from '../watch.ts'
import { choiceItems } from './choices.ts'
import { headOf } from './head.ts'
import { canStart, item } from './items.ts'
import { leaseItems } from './leases.ts'
import type { TrayItem, TrayView } from './model.ts'
import { cleanLabel, cleanName, isFailed, isLoading, shortMoment, stackWords } from './words.ts'

/** More would be a menu to search in, and the page does that better. */
const mostStacks = 24

/** The menu of the tray, in every door. `nowMs`: epoch milliseconds. Pure. */
export function trayMenu(view: TrayView, nowMs: number): readonly TrayItem[] {
  const { state } = view
  const parts = [
    headItems(view, nowMs),
    ...(state ? [switchItems(view, state), stackItems(state, nowMs), choiceItems(view, state)] : []),
    leaseItems(view.leases, nowMs),
    lastRunItems(view, nowMs),
    [
      item('Open Switchyard', { type: 'open', place: null }),
      item(view.lab ? 'Quit (the lab keeps running)' : 'Quit', { type: 'quit' }),
    ],
  ]
  return parts
    .filter((items) => items.length > 0)
    .flatMap((items, index): TrayItem[] => (index === 0 ? items : [{ kind: 'separator' }, ...items]))
}

function headItems(view: TrayView, nowMs: number): TrayItem[] {
  return headOf(view, nowMs).flatMap((told) => (told ? [item(told.text, told.action)] : []))
}

function switchItems(view: TrayView, state: LabSnapshot): TrayItem[] {
  const going = state.runs.at(-1)
  return [
    going
      ? cancelItem(going, view, state)
      : item('Start everything', { type: 'start-everything' }, canStart(state)),
    ...appsItem(state),
  ]
}

function cancelItem({ id, kind }: RunSummary, { run }: TrayView, { lab }: LabSnapshot): TrayItem {
  const title = run?.id === id ? titleOf(run.plan, lab) : `The ${runWords[kind].noun.toLowerCase()}`
  return item(cleanLabel(`Cancel ${lowerFirst(title)}`), { type: 'cancel', runId: id })
}

/** The master switch, where it has something to switch. */
function appsItem(state: LabSnapshot): TrayItem[] {
  const apps = state.lab.stacks.filter(({ alwaysOn }) => !alwaysOn)
  if (apps.length === 0) return []
  const spares = apps.length < state.lab.stacks.length
  const areOn = (state.status?.stacks ?? []).some(({ alwaysOn, services }) => !alwaysOn && isUp(services))
  return [
    {
      kind: 'check',
      label: spares ? 'Apps on (never touches always-on)' : 'Apps on',
      isChecked: areOn,
      isEnabled: canStart(state),
      action: { type: 'apps', to: areOn ? 'off' : 'on' },
    },
  ]
}

function stackItems(state: LabSnapshot, nowMs: number): TrayItem[] {
  const seen = new Map((state.status?.stacks ?? []).map((stack) => [stack.name, stack]))
  const stacks = state.lab.stacks.filter(({ services }) => services.length > 0)
  const shown = chooseStacks(stacks, seen)
  const items = shown.map((stack) => stackItem(stack, seen.get(stack.name), state, nowMs))
  return shown.length === stacks.length
    ? items
    : [...items, item('More in the window…', { type: 'open', place: '/yard' })]
}

/** In the lab's order; of too many, those that failed or load are shown for sure. */
function chooseStacks(
  stacks: readonly StackView[],
  seen: ReadonlyMap<string, StackStatus>,
): readonly StackView[] {
  if (stacks.length <= mostStacks) return stacks
  const needsEyes = ({ name }: StackView) =>
    (seen.get(name)?.services ?? []).some((service) => isFailed(service) || isLoading(service))
  const inTurn = [...new Set([...stacks.filter(needsEyes), ...stacks])]
  const chosen = new Set(inTurn.slice(0, mostStacks))
  return stacks.filter((stack) => chosen.has(stack))
}

function stackItem(
  { name, alwaysOn }: StackView,
  status: StackStatus | undefined,
  state: LabSnapshot,
  nowMs: number,
): TrayItem {
  const services = status?.services ?? []
  const isOn = isUp(services)
  const words = status ? stackWords(services, nowMs) : 'not seen yet'
  const seen = state.engine.connected
    ? ''
    : `, last seen ${shortMoment(Date.parse(state.engine.since), nowMs)}`
  return {
    kind: 'check',
    label: `${cleanName(name)}: ${words}${alwaysOn ? ', always on' : ''}${status ? seen : ''}`,
    isChecked: isOn,
    // Only the window asks for the name that it takes to stop what is always on.
    isEnabled: !alwaysOn && canStart(state),
    action: alwaysOn ? null : { type: 'stack', stack: name, to: isOn ? 'off' : 'on' },
  }
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  succeeded: 'succeeded in',
  failed: 'failed after',
  cancelled: 'cancelled after',
}

function lastRunItems({ lastRun, state }: TrayView, nowMs: number): TrayItem[] {
  if (!lastRun || (state?.runs.length ?? 0) > 0) return []
  return [
    item(cleanLabel(`Last run: ${lastRunWords(lastRun, nowMs)}`), {
      type: 'open',
      place: runPath(lastRun.id),
    }),
  ]
}

function lastRunWords(
  { kind, outcome, elapsedMs, startedAt, finishedAt }: RunSummary,
  nowMs: number,
): string {
  const noun = runWords[kind].noun.toLowerCase()
  const end = outcome === null ? '' : ` ${outcomeWords[outcome]} ${formatDuration(elapsedMs ?? 0)}`
  return `${noun}${end}, ${shortMoment(Date.parse(finishedAt ?? startedAt), nowMs)}`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
