import type { ReactNode } from 'react'
import { formatClock, formatDuration, formatList } from '../../../shared/format.ts'
import { useNow } from '../../bridge/use-now.ts'
import { KeyValues } from '../../ui/surface.tsx'
import { listHeldBack } from './blocker.ts'
import { describeHeldBack } from './describe.ts'
import type { Row } from './rows.ts'
import type { Schedule } from './schedule.ts'
import { listUnmetGates } from './unmet-gates.ts'
import type { ServiceSteps, Story } from './story.ts'
import type { RunMode } from './use-story.ts'

/** Times against the usual ones, what it waits for, what waits for it. */
export function ServiceFacts({
  row,
  steps,
  story,
  schedule,
  mode,
}: {
  readonly row: Row
  readonly steps: ServiceSteps | undefined
  readonly story: Story
  readonly schedule: Schedule
  readonly mode: RunMode
}) {
  const { plan, startedAtMs } = story.view
  const { start } = steps ?? {}
  const stepId = row.stepIds.at(-1)
  const began = row.phases[0]
  const isGoingOn = mode === 'live' || mode === 'elsewhere'
  const window = stepId === undefined ? undefined : schedule.get(stepId)
  const waitsFor = start && !window?.hasBegun && isGoingOn ? listUnmetGates(story, start.gates) : []
  const heldBack =
    stepId === undefined || row.endMs !== null || !isGoingOn ? [] : listHeldBack(plan, schedule, stepId)
  const attempts = (story.moments.get(row.key) ?? []).filter(
    ({ readiness }) => readiness === 'starting',
  ).length
  const usually = row.expectedMs === null ? '' : `, usually ${formatDuration(row.expectedMs)}`
  const container = story.view.services.get(row.key)?.container ?? null
  const readyBy = story.view.services.get(row.key)?.readyBy ?? null

  const facts: (readonly [string, ReactNode])[] = []
  if (row.state === 'already') facts.push(['State', 'was already as the run wants it, not touched'])
  if (began)
    facts.push([
      'Began',
      `${formatClock(startedAtMs + began.fromMs)}, ${formatDuration(began.fromMs)} into the run`,
    ])
  if (began && row.endMs !== null)
    facts.push([row.ref ? 'Took' : 'Took', `${formatDuration(row.endMs - began.fromMs)}${usually}`])
  if (began && row.endMs === null && isGoingOn) {
    facts.push(['Elapsed', <Elapsed key="e" sinceMs={startedAtMs + began.fromMs} after={usually} />])
    if (window?.isKnown) facts.push(['Ready in', <ReadyIn key="r" atMs={startedAtMs + window.endMs} />])
  }
  if (!began && row.expectedMs !== null) facts.push(['Usually', formatDuration(row.expectedMs)])
  if (readyBy) facts.push(['Said by', readyByWords[readyBy]])
  if (row.detail !== null) facts.push(['Says', row.detail])
  if (attempts > 1 || (start?.retries ?? 0) > 0) {
    facts.push(['Attempt', `${Math.max(attempts, 1)} of ${Math.max((start?.retries ?? 0) + 1, attempts)}`])
  }
  if (waitsFor.length > 0) facts.push(['Waits for', formatList(waitsFor, 3)])
  if (heldBack.length > 0) {
    const held = new Set(heldBack)
    facts.push(['Holds back', describeHeldBack(plan.steps.filter(({ id }) => held.has(id)))])
  }
  if (container !== null)
    facts.push([
      'Container',
      <span key="c" className="numeric">
        {container}
      </span>,
    ])
  return <KeyValues rows={facts} />
}

const readyByWords = {
  health: "Docker's health",
  probe: 'a probe, ahead of Docker',
  running: 'it has run long enough',
  exit: 'its exit with code 0',
} as const

function Elapsed({ sinceMs, after }: { readonly sinceMs: number; readonly after: string }) {
  const nowMs = useNow(250)
  return (
    <span className="tabular-nums">
      {formatDuration(nowMs - sinceMs)}
      {after}
    </span>
  )
}

function ReadyIn({ atMs }: { readonly atMs: number }) {
  const leftMs = atMs - useNow(1000)
  return (
    <span className="tabular-nums">
      {leftMs > 1000 ? `about ${formatDuration(leftMs)}` : 'any moment, longer than usual'}
    </span>
  )
}
