import { useQuery } from '@tanstack/react-query'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, Empty } from '../../ui/surface.tsx'
import { MoveView } from './move-view.tsx'
import { ProposalView } from './proposal-view.tsx'

/** From one big Compose file to stacks, and over to them. */
export default function Screen() {
  const { dir } = useSelection()
  const orpc = useOrpc()
  const state = useQuery(orpc.moveIn.state.queryOptions({ input: { dir }, retry: false, staleTime: 0 }))
  const again = () => void state.refetch()
  if (state.data?.split) return <MoveView key={dir} split={state.data.split} onChanged={again} />
  if (state.data && state.data.candidates.length > 0)
    return <ProposalView key={dir} candidates={state.data.candidates} onWritten={again} />
  return (
    <>
      <SectionHead section="lab" />
      <div className="min-h-0 flex-1 overflow-auto">
        {state.error !== null ? (
          <ProblemView
            problems={problemsOf(state.error)}
            action={<Button onClick={again}>Look again</Button>}
          />
        ) : state.data ? (
          <Empty>No Compose file of this lab has several services: there is nothing to split.</Empty>
        ) : (
          <Bones />
        )}
      </div>
    </>
  )
}
