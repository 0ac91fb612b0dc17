import { useMemo, useState } from 'react'
import { titleOf } from '../../../shared/run-title.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Announcer } from './announcer.tsx'
import { FailureList } from './failure-list.tsx'
import { listFailures } from './failures.ts'
import { Notices } from './notices.tsx'
import { RunHead } from './run-head.tsx'
import { SidePanel } from './side-panel.tsx'
import type { Story } from './story.ts'
import { Timeline } from './timeline.tsx'
import { useRunPicture } from './use-run-picture.ts'
import type { RunMode } from './use-story.ts'

/** Head, timeline and side panel of a run. */
export function RunScreen({
  view,
  moments,
  stepTimes,
  mode,
  nowMs,
}: Story & { readonly mode: RunMode; readonly nowMs: number }) {
  const lab = useLabPart(({ state }) => (state?.lab.dir === view.plan.lab.dir ? state.lab : null))
  const story = useMemo<Story>(() => ({ view, moments, stepTimes }), [view, moments, stepTimes])
  const picture = useRunPicture(story, mode, nowMs, lab)
  const failures = useMemo(() => listFailures(story), [story])
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = chosen ?? picture.blockerRow?.key ?? picture.fallbackRow?.key ?? null
  const title = titleOf(view.plan, lab)
  return (
    <>
      <RunHead view={view} title={title} mode={mode} nowMs={nowMs} picture={picture} lab={lab} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_420px] max-[1240px]:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-h-0 min-w-0 flex-col">
          <FailureList failures={failures} isOver={mode === 'finished'} onChoose={setChosen} />
          <Notices warnings={view.plan.warnings} notices={view.notices} />
          <Timeline
            story={story}
            picture={picture}
            nowMs={nowMs}
            isGoingOn={mode === 'live' || mode === 'elsewhere'}
            shown={shown}
            onChoose={setChosen}
          />
        </div>
        <SidePanel
          story={story}
          picture={picture}
          shown={shown}
          isChosen={chosen !== null && chosen !== picture.blockerRow?.key}
          onUnchoose={() => setChosen(null)}
          mode={mode}
          nowMs={nowMs}
          failures={failures}
        />
      </div>
      <Announcer view={view} />
    </>
  )
}
