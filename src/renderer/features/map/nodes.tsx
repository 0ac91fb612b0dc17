import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo, use } from 'react'
import { Link } from 'wouter'
import { formatReadiness, formatServiceRef } from '../../../shared/format.ts'
import { servicePath, stackPath } from '../../../shared/page-paths.ts'
import { useLabPart, useService } from '../../bridge/use-bridge.tsx'
import { liveryOf } from '../../ui/pill.tsx'
import { Signal, signalOf } from '../../ui/signal.tsx'
import type { ServiceNode, StackNode } from './elements.ts'
import { isServiceLit, isStackLit, MapLightContext } from './map-light.ts'

const tints: Partial<Record<string, string>> = {
  failed: 'border-failed',
  loading: 'border-loading',
}

/** One service with its live signal. */
export const ServiceBox = memo(function ServiceBox({
  data: { serviceRef, isActive },
}: NodeProps<ServiceNode>) {
  const key = formatServiceRef(serviceRef)
  const light = use(MapLightContext)
  const service = useService(serviceRef)
  const signal = service ? signalOf(service.readiness) : 'unknown'
  const word = service
    ? formatReadiness(service.readiness, service.readyBy)
    : isActive
      ? 'not known'
      : 'not in the chosen profiles'
  return (
    <div
      className={`size-full transition-opacity ${isServiceLit(light, key) ? '' : 'opacity-25'}`}
      onPointerEnter={() => light.point(key)}
      onPointerLeave={() => light.point(null)}
    >
      <Ends />
      <Link
        href={servicePath(serviceRef)}
        data-service={key}
        tabIndex={light.tabStop === key ? 0 : -1}
        draggable={false}
        aria-label={`${serviceRef.service} of ${serviceRef.stack}, ${word}`}
        title={`${key}, ${word}`}
        onFocus={() => light.point(key)}
        onBlur={() => light.point(null)}
        className={`flex size-full items-center gap-1.5 rounded-6 border bg-raised px-2 ${tints[signal] ?? 'border-line-strong'} ${isActive ? '' : 'border-dashed text-ink-3'} hover:border-line-control`}
      >
        <Signal state={signal} label={null} size={14} />
        <span className="truncate font-medium">{serviceRef.service}</span>
      </Link>
    </div>
  )
})

/** The stack that services stand in. */
export const StackBox = memo(function StackBox({ data: { name, index } }: NodeProps<StackNode>) {
  const light = use(MapLightContext)
  const state = useLabPart((lab) => lab.state?.status?.stacks.find((stack) => stack.name === name)?.state)
  return (
    <div
      className={`size-full rounded-8 border border-line bg-surface transition-opacity ${isStackLit(light, name) ? '' : 'opacity-40'}`}
      style={{ borderLeft: `3px solid ${liveryOf(index)}` }}
    >
      <Ends />
      <Link
        href={stackPath(name)}
        tabIndex={-1}
        draggable={false}
        className="flex h-[30px] items-center gap-1.5 px-2.5 text-12 font-semibold underline-offset-3 hover:underline"
      >
        <Signal state={state ? signalOf(state) : 'unknown'} size={14} />
        <span className="truncate">{name}</span>
      </Link>
    </div>
  )
})

/** Where lines begin and end. Nothing is joined by hand here. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </>
  )
}
