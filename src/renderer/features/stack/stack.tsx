import { Link, useParams } from 'wouter'
import type { Layer, StackView } from '../../../shared/lab.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ComposePanel } from '../../ui/compose-panel.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, Empty, Panel } from '../../ui/surface.tsx'
import { AboutPanel, FilesPanel, LinksPanel, ResourcesPanel } from './about-panels.tsx'
import { ServicesPanel } from './services-panel.tsx'
import { useStackActions } from './stack-actions.ts'
import { StackHead } from './stack-head.tsx'
import { UsagePanel } from './usage-panel.tsx'
import { useStackDetail } from './use-stack-detail.ts'

/** Everything about one stack. */
export default function Screen() {
  const { stack } = useParams<{ stack: string }>()
  const isKnown = useLabPart(({ state }) => state !== null)
  const view = useLabPart(({ state }) => state?.lab.stacks.find(({ name }) => name === stack))
  const error = useLabPart((snapshot) => (snapshot.state ? null : snapshot.error))
  if (error !== null && error !== undefined) return <ProblemView problems={problemsOf(error)} />
  if (!isKnown) return <Bones rows={8} />
  if (!view) {
    return (
      <Empty
        action={
          <Link href="/yard" className="underline underline-offset-3">
            Back to the yard
          </Link>
        }
      >
        This lab has no stack {stack}. Its files may have changed.
      </Empty>
    )
  }
  return <Stack key={stack} stack={view} />
}

const noLayers: readonly Layer[] = []

function Stack({ stack }: { readonly stack: StackView }) {
  const status = useLabPart(({ state }) => state?.status?.stacks.find(({ name }) => name === stack.name))
  const layers = useLabPart(({ state }) => state?.lab.layers ?? noLayers)
  const { data, error, refetch } = useStackDetail(stack.name)
  useStackActions(stack.name)
  // The engine may know a service that the chosen profiles leave out.
  const names = status?.services.map(({ name }) => name) ?? stack.services
  return (
    <>
      <StackHead stack={stack} status={status} />
      <div className="@container min-h-0 flex-1 overflow-auto">
        <div className="grid gap-3 p-5 @max-[1160px]:p-3.5 @min-[760px]:grid-cols-2 @min-[1160px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.3fr)]">
          <div className={column}>
            <ServicesPanel stack={stack.name} names={names} />
            <UsagePanel stack={stack.name} names={names} />
          </div>
          <div className={column}>
            <AboutPanel stack={stack} />
            <LinksPanel links={stack.links} />
            <FilesPanel stack={stack} layers={layers.filter((layer) => layer.stack === stack.name)} />
            {data && <ResourcesPanel detail={data} />}
          </div>
          <div className={`${column} @min-[760px]:@max-[1160px]:col-span-2`}>
            {data ? (
              <ComposePanel name={stack.name} detail={data} dir={stack.dir} />
            ) : (
              <Panel title="Compose">
                {error ? (
                  <ProblemView
                    problems={problemsOf(error)}
                    action={
                      <Button size="small" onClick={() => void refetch()}>
                        Try again
                      </Button>
                    }
                  />
                ) : (
                  <Bones rows={10} />
                )}
              </Panel>
            )}
          </div>
        </div>
      </div>
    </>
  )
}

const column = 'grid min-w-0 content-start gap-3'
