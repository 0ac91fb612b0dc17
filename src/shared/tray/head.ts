import { formatCount } from '../format.ts'
import { runPath, servicePath } from '../page-paths.ts'
import { isUp } from '../roll-up.ts'
import { countSettled } from '../run-progress.ts'
import type { RunView } from '../run-view.ts'
import { runWords } from '../run-words.ts'
import type { ServiceStatus } from '../status.ts'
import type { LabSnapshot } from '../watch.ts'
import type { TrayAction, TrayView } from './model.ts'
import { cleanLabel, cleanName, countWords, isFailed, isLoading, leftWords, nameFirst } from './words.ts'

/** A line that tells something; chosen, it leads to the place of the page that tells all of it. */
export interface HeadLine {
  readonly text: string
  readonly action: TrayAction
}

/** How the lab is, in a line, and what there is to say of it in a second one; null when there is nothing. */
export function headOf(view: TrayView, nowMs: number): readonly [line: HeadLine, detail: HeadLine | null] {
  const { lab, state, problem } = view
  if (!lab) return [line('No lab yet', '/labs'), line('Open a folder with Compose files', '/labs')]
  const name = cleanName(lab.name)
  if (problem !== null && !state)
    return [line(`${name}: cannot be read`, '/doctor'), line(problem, '/doctor')]
  if (!state) return [line(`${name}: being read`, '/yard'), null]
  if (!state.engine.connected) {
    const why = state.engine.problem?.message ?? `Docker at ${state.engine.address} does not answer.`
    return [line(`${name}: engine not reachable`, '/doctor'), line(why, '/doctor')]
  }
  return [line(`${name}: ${stateWords(view, state)}`, placeOf(state)), detailOf(view, state, nowMs)]
}

function line(text: string, place: string): HeadLine {
  return { text: cleanLabel(text), action: { type: 'open', place } }
}

function placeOf({ runs }: LabSnapshot): string {
  const run = runs.at(-1)
  return run ? runPath(run.id) : '/yard'
}

function stateWords(view: TrayView, state: LabSnapshot): string {
  const going = state.runs.at(-1)
  if (going) {
    const { doing, goal } = runWords[going.kind]
    const { settled, total } = view.run?.id === going.id ? countSettled(view.run) : { settled: 0, total: 0 }
    return `${doing.toLowerCase()}${total === 0 ? '' : `, ${settled} of ${total} ${goal}`}`
  }
  if (!state.status) return 'being read'
  const { stacks } = state.status
  const counts = countWords(stacks.flatMap(({ services }) => services))
  const apps = stacks.filter(({ alwaysOn }) => !alwaysOn)
  const areAppsOff =
    apps.length > 0 && !apps.some(({ services }) => isUp(services) || services.some(isFailed))
  if (counts === '')
    return stacks.some(({ services }) => services.length > 0) ? 'stopped' : 'nothing to start'
  return areAppsOff ? `apps off, ${counts}` : counts
}

interface Placed {
  readonly stack: string
  readonly service: ServiceStatus
}

function detailOf({ run }: TrayView, state: LabSnapshot, nowMs: number): HeadLine | null {
  const services = (state.status?.stacks ?? []).flatMap(({ name, services: own }): Placed[] =>
    own.map((service) => ({ stack: name, service })),
  )
  const failed = services.filter(({ service }) => isFailed(service))
  if (failed[0]) return describeFailed(failed[0], failed.length - 1)
  const [problem] = state.problems
  if (problem) return line(problem.message, '/doctor')
  const waited = services.filter(({ service }) => isLoading(service))
  if (waited[0]) {
    const names = nameFirst(waited.map(({ service }) => service))
    const left = run && !run.finished ? leftOf(run, nowMs) : leftOfService(waited[0].service, nowMs)
    return line(`Waiting for ${names}${leftWords(left)}`, placeOfService(waited[0]))
  }
  const [note] = state.status?.notes ?? []
  return note === undefined ? null : line(note, '/yard')
}

function describeFailed(first: Placed, others: number): HeadLine {
  const { name, detail } = first.service
  const more = others === 0 ? '' : ` (${formatCount(others, 'more failure')})`
  // The reason is what is cut when it is long, not that there are others.
  const reason = cleanLabel(`${cleanName(name)}: ${detail ?? 'failed'}`, 60 - more.length)
  return line(`${reason}${more}`, placeOfService(first))
}

function placeOfService({ stack, service }: Placed): string {
  return servicePath({ stack, service: service.name })
}

function leftOf({ plan, startedAtMs }: RunView, nowMs: number): number | null {
  return plan.expectedMs === null ? null : plan.expectedMs - (nowMs - startedAtMs)
}

function leftOfService({ startedAt, usualMs }: ServiceStatus, nowMs: number): number | null {
  return startedAt === null || usualMs === null ? null : usualMs - (nowMs - Date.parse(startedAt))
}
