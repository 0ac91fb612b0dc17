import { ArrowLeft } from 'lucide-react'
import { Link } from 'wouter'
import { serviceStepsOf, type Story } from './story.ts'
import { servicePath } from '../../../shared/page-paths.ts'
import { Button } from '../../ui/button.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Meter } from '../../ui/surface.tsx'
import { signalOfRow, wordOfRow } from './describe.ts'
import type { FailureStory } from './failures.ts'
import { ServiceChecks } from './service-checks.tsx'
import { ServiceFacts } from './service-facts.tsx'
import { stepIdOf } from './host-rows.ts'
import { LogPanel } from './log-panel.tsx'
import type { RunPicture } from './use-run-picture.ts'
import type { RunMode } from './use-story.ts'
import { StepPanel } from './step-panel.tsx'

/** What everything waits for, or the service that was chosen: why, how long, and its log. */
export function SidePanel({
  story,
  picture,
  shown,
  isChosen,
  onUnchoose,
  mode,
  nowMs,
  failures,
}: {
  readonly story: Story
  readonly picture: RunPicture
  readonly shown: string | null
  readonly isChosen: boolean
  readonly onUnchoose: () => void
  readonly mode: RunMode
  readonly nowMs: number
  readonly failures: readonly FailureStory[]
}) {
  const rows = picture.groups.flatMap((group) => [...group.rows, ...group.unchanged])
  const row = rows.find(({ key }) => key === shown)
  const steps = serviceStepsOf(story.view.plan).find(({ key }) => key === shown)
  const heldBack = picture.blocker?.heldBack ?? []
  const isBlocker = row !== undefined && row.key === picture.blockerRow?.key
  if (!row) {
    return (
      <Frame label="About the run">
        <p className="p-4 text-ink-2">
          {picture.total === 0 ? 'Everything was already as wanted.' : 'Choose a service to see more of it.'}
        </p>
      </Frame>
    )
  }
  const lead = isBlocker
    ? heldBack.length > 0
      ? 'Everything waits for'
      : 'Still to come'
    : row.ref
      ? row.ref.stack
      : row.key.startsWith('lease:')
        ? 'Host'
        : 'Before all stacks'
  const isGoingOn = mode === 'live' || mode === 'elsewhere'
  const failure = failures.find(({ service }) => service && `${service.stack}/${service.service}` === row.key)
  const began = row.phases[0]
  const share = row.expectedMs !== null && began ? (nowMs - began.fromMs) / row.expectedMs : null
  const isUnsettled = row.endMs === null && isGoingOn
  return (
    <Frame label={isBlocker ? 'The service everything waits for' : `About ${row.name}`}>
      <div className="grid gap-2.5 px-4 py-3.5">
        <div className="flex min-h-5 items-center text-12 text-ink-3">
          <span className="truncate">{lead}</span>
          {isChosen && picture.blockerRow && (
            <Button
              kind="ghost"
              size="small"
              className="ml-auto"
              icon={<ArrowLeft size={14} aria-hidden />}
              onClick={onUnchoose}
            >
              {picture.blockerRow.name}
            </Button>
          )}
        </div>
        <div className="-mt-1 flex min-w-0 items-center gap-2">
          <h2 className="truncate text-18 leading-6">
            {row.ref ? (
              <Link href={servicePath(row.ref)} className="hover:underline">
                {row.name}
              </Link>
            ) : (
              row.name
            )}
          </h2>
          <span className="ml-auto">
            <Pill state={signalOfRow(row.state)}>{wordOfRow(row.state)}</Pill>
          </span>
        </div>
        {isUnsettled && share !== null && (
          <div className="flex">
            <Meter share={share} label={`${row.name}, share of its usual time`} />
          </div>
        )}
        <ServiceFacts row={row} steps={steps} story={story} schedule={picture.schedule} mode={mode} />
      </div>
      {row.ref ? (
        <>
          {steps && <ServiceChecks steps={steps} />}
          <LogPanel row={row} story={story} mode={mode} failure={failure ?? null} />
        </>
      ) : (
        <StepPanel story={story} stepId={stepIdOf(row)} />
      )}
    </Frame>
  )
}

function Frame({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <aside
      aria-label={label}
      className="flex min-h-0 min-w-0 flex-col divide-y divide-line overflow-auto border-l border-line bg-surface"
    >
      {children}
    </aside>
  )
}
