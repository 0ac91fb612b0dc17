import { Link, useParams } from 'wouter'
import type { ServiceDetail } from '../../../shared/detail.ts'
import type { ServiceRef, StackView } from '../../../shared/lab.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart, useService } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ComposePanel } from '../../ui/compose-panel.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, Empty } from '../../ui/surface.tsx'
import { DependenciesPanel } from './dependencies-panel.tsx'
import { EnvironmentPanel } from './environment-panel.tsx'
import { HealthPanel } from './health-panel.tsx'
import { ImagePanel } from './image-panel.tsx'
import { LinksPanel, MountsPanel, NetworksPanel, PortsPanel } from './reach-panels.tsx'
import { useServiceActions } from './service-actions.ts'
import { ServiceHead } from './service-head.tsx'
import { UsagePanel } from './usage-panel.tsx'
import { useServiceDetail } from './use-service-detail.ts'

/** Everything about one service. */
export default function Screen() {
  const { stack, service } = useParams<{ stack: string; service: string }>()
  const isKnown = useLabPart(({ state }) => state !== null)
  const view = useLabPart(({ state }) => state?.lab.stacks.find(({ name }) => name === stack))
  const error = useLabPart((snapshot) => (snapshot.state ? null : snapshot.error))
  if (error !== null && error !== undefined) return <ProblemView problems={problemsOf(error)} />
  if (!isKnown) return <Bones rows={8} />
  if (!view?.services.includes(service)) {
    return (
      <Empty
        action={
          <Link href="/yard" className="underline underline-offset-3">
            Back to the yard
          </Link>
        }
      >
        This lab has no service {service} in {stack}. Its files may have changed.
      </Empty>
    )
  }
  return <Service key={`${stack}/${service}`} stack={view} name={service} />
}

const noStarts: ServiceDetail['starts'] = []

function Service({ stack, name }: { readonly stack: StackView; readonly name: string }) {
  const ref: ServiceRef = { stack: stack.name, service: name }
  const service = useService(ref)
  const { data, error, refetch } = useServiceDetail(ref)
  const webUrl = data?.ports.find(({ url }) => url !== null)?.url ?? null
  useServiceActions(ref, webUrl)
  return (
    <>
      <ServiceHead
        stack={stack}
        name={name}
        service={service}
        starts={data?.starts ?? noStarts}
        webUrl={webUrl}
      />
      <div className="@container min-h-0 flex-1 overflow-auto">
        {error && (
          <ProblemView
            problems={problemsOf(error)}
            action={
              <Button size="small" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        )}
        {data ? <Panels detail={data} dir={stack.dir} /> : !error && <Bones rows={10} />}
      </div>
    </>
  )
}

const column = 'grid min-w-0 content-start gap-3'

function Panels({ detail, dir }: { readonly detail: ServiceDetail; readonly dir: string }) {
  const service = useService(detail.ref)
  const isConnected = useLabPart(({ state }) => state?.engine.connected ?? false)
  return (
    <div className="grid gap-3 p-5 @max-[1160px]:p-3.5 @min-[760px]:grid-cols-2 @min-[1160px]:grid-cols-[minmax(0,1fr)_minmax(0,1.08fr)_minmax(0,1.08fr)]">
      <div className={column}>
        <HealthPanel detail={detail} service={service} isConnected={isConnected} />
        <UsagePanel service={detail.ref} />
        <ImagePanel detail={detail} isConnected={isConnected} />
        <DependenciesPanel detail={detail} />
      </div>
      <div className={column}>
        <EnvironmentPanel detail={detail} dir={dir} />
      </div>
      <div className={`${column} @min-[760px]:@max-[1160px]:col-span-2`}>
        <LinksPanel service={detail.ref} />
        <PortsPanel ports={detail.ports} />
        <MountsPanel mounts={detail.mounts} dir={dir} />
        <NetworksPanel networks={detail.networks} />
        <ComposePanel name={detail.ref.service} detail={detail} dir={dir} />
      </div>
    </div>
  )
}
