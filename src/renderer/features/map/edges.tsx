import { BaseEdge, getBezierPath, type EdgeProps } from '@xyflow/react'
import { memo, use } from 'react'
import { formatServiceRef } from '../../../shared/format.ts'
import { useService } from '../../bridge/use-bridge.tsx'
import { dashes, type ServiceEdge, type StackEdge } from './elements.ts'
import { isLineLit, isStackLit, MapLightContext } from './map-light.ts'

/** One service waits for another; the line has the colour of what holds it up. */
export const ServiceLinePath = memo(function ServiceLinePath(props: EdgeProps<ServiceEdge>) {
  const { data, target, markerEnd } = props
  const light = use(MapLightContext)
  const service = useService(data?.serviceRef ?? { stack: '', service: '' })
  if (!data) return null
  const from = formatServiceRef(data.serviceRef)
  const isLit = isLineLit(light, from, target.slice('service '.length))
  const isChosen = isLit && light.related !== null
  const stroke =
    service?.readiness === 'failed'
      ? 'var(--signal-failed)'
      : service?.readiness === 'loading' || service?.readiness === 'starting'
        ? 'var(--signal-loading)'
        : isChosen
          ? 'var(--ink-2)'
          : 'var(--rail)'
  const [path] = getBezierPath(props)
  return (
    <BaseEdge
      path={path}
      {...(markerEnd === undefined ? {} : { markerEnd })}
      interactionWidth={0}
      style={{
        stroke,
        strokeWidth: isChosen ? 1.8 : 1.3,
        strokeDasharray: dashes[data.kind],
        opacity: isLit ? 1 : 0.12,
      }}
    />
  )
})

/** All of one stack comes after all of another. */
export const StackLinePath = memo(function StackLinePath(props: EdgeProps<StackEdge>) {
  const { data, source, target, markerEnd } = props
  const light = use(MapLightContext)
  if (!data) return null
  const isLit = [source, target].every((id) => isStackLit(light, id.slice('stack '.length)))
  const [path] = getBezierPath(props)
  return (
    <BaseEdge
      path={path}
      {...(markerEnd === undefined ? {} : { markerEnd })}
      interactionWidth={0}
      style={{
        stroke: 'var(--rail)',
        strokeWidth: 1.5,
        strokeLinecap: 'round',
        strokeDasharray: dashes[data.kind],
        opacity: isLit ? 1 : 0.15,
      }}
    />
  )
})
