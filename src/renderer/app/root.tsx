import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useRoute } from 'wouter'
import { RunActionsProvider } from '../actions/run-actions.tsx'
import { useSelectionControl } from '../actions/selection.tsx'
import { problemsOf } from '../bridge/problems.ts'
import { LabProvider, useConnectionState, useOrpc } from '../bridge/use-bridge.tsx'
import { AlertProvider } from '../bridge/use-alerts.tsx'
import { RunStoresProvider } from '../bridge/use-run.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones, Empty } from '../ui/surface.tsx'
import { Frame } from './frame.tsx'
import { loadScreen } from './load-screen.ts'
import OpenLab from './open-lab.tsx'
import { Screens } from './screens.tsx'

const Labs = lazy(() => loadScreen(() => import('../features/labs/labs.tsx')))

/** What comes first: a way in, a lab to look at, then the screens of that lab. */
export function Root() {
  const connection = useConnectionState()
  const { selection } = useSelectionControl()
  const orpc = useOrpc()
  const labs = useQuery(orpc.labs.list.queryOptions())
  const latest = labs.data?.[0]
  const shown = selection ?? (latest ? { dir: latest.dir, environment: null, profiles: [] } : null)

  if (connection === 'signed-out') {
    return (
      <main className="grid h-full">
        <Empty>
          This page is not signed in any more. Run <code className="numeric">switchyard serve</code> again, or
          press Enter where it runs, and open the link that it prints.
        </Empty>
      </main>
    )
  }
  if (labs.isPending && !selection) return <Bones rows={6} />
  if (labs.isError && !selection) return <ProblemView problems={problemsOf(labs.error)} />
  if (!shown) return <WithoutLab />
  return (
    <LabProvider selection={shown}>
      <RunStoresProvider>
        <RunActionsProvider>
          <AlertProvider>
            <Frame>
              <Screens />
            </Frame>
          </AlertProvider>
        </RunActionsProvider>
      </RunStoresProvider>
    </LabProvider>
  )
}

function WithoutLab() {
  const [isLedToLab] = useRoute('/open/*')
  if (isLedToLab) return <OpenLab />
  return (
    <main className="h-full overflow-auto">
      <Suspense fallback={<Bones />}>
        <Labs />
      </Suspense>
    </main>
  )
}
