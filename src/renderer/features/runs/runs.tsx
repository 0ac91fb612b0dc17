import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ListChecks, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart, useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, Empty, PageHead } from '../../ui/surface.tsx'
import { sortRuns } from './list-runs.ts'
import { PlanDialog } from './plan-dialog.tsx'
import { RunList } from './run-list.tsx'

const firstRuns = 25
const mostRuns = 200

/** The runs of this lab: what goes on first, then what was, latest first. */
export default function Screen() {
  const { dir } = useSelection()
  const lab = useLabPart(({ state }) => state?.lab ?? null)
  const ongoing = useLabPart(({ state }) => state?.runs ?? none)
  const { start } = useRunActions()
  const orpc = useOrpc()
  const queries = useQueryClient()
  const [limit, setLimit] = useState(firstRuns)
  const [isPlanOpen, setIsPlanOpen] = useState(false)
  const history = useQuery(orpc.runs.history.queryOptions({ input: { dir, limit } }))
  const ongoingIds = ongoing.map(({ id }) => id).join(' ')
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: orpc.runs.history.key() })
  }, [queries, orpc, ongoingIds])

  const runs = sortRuns(history.data ?? none, ongoing)
  const planButton = (
    <Button icon={<ListChecks size={16} aria-hidden />} onClick={() => setIsPlanOpen(true)}>
      What would Start everything do?
    </Button>
  )
  return (
    <>
      <PageHead
        title="Runs"
        above={lab?.name ?? ' '}
        actions={
          <>
            {planButton}
            <Button kind="primary" icon={<Play size={16} aria-hidden />} onClick={() => start()}>
              Start everything
            </Button>
          </>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-auto">
        {history.isPending && <Bones rows={6} />}
        {history.isError && <ProblemView problems={problemsOf(history.error)} />}
        {history.isSuccess && runs.length === 0 && (
          <Empty action={planButton}>
            No runs yet. Every start, stop and restart of this lab is kept here with its timeline.
          </Empty>
        )}
        {runs.length > 0 && <RunList runs={runs} lab={lab} />}
        {runs.length >= limit && limit < mostRuns && (
          <Button kind="ghost" className="mx-auto my-3" onClick={() => setLimit(mostRuns)}>
            Show earlier runs
          </Button>
        )}
      </div>
      {isPlanOpen && <PlanDialog onClose={() => setIsPlanOpen(false)} />}
    </>
  )
}

const none: readonly never[] = []
