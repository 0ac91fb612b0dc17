import { Link, useParams } from 'wouter'
import { problemsOf } from '../../bridge/problems.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'
import { RunScreen } from './run-screen.tsx'
import { useStory } from './use-story.ts'

/** One run: as it goes on, or as it was. */
export default function Screen() {
  const { runId } = useParams<{ runId: string }>()
  return <Followed key={runId} runId={runId} />
}

function Followed({ runId }: { readonly runId: string }) {
  const { snapshot, mode, nowMs } = useStory(runId)
  const { view, moments, stepTimes, error } = snapshot
  if (error !== null) {
    return (
      <ProblemView
        problems={problemsOf(error)}
        action={
          <Link href="/runs" className="underline underline-offset-2">
            All runs
          </Link>
        }
      />
    )
  }
  if (!view) return <Bones rows={8} />
  return <RunScreen view={view} moments={moments} stepTimes={stepTimes} mode={mode} nowMs={nowMs} />
}
