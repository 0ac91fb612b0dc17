import { memo } from 'react'
import { formatMetric } from '../../../shared/metric-words.ts'
import { useUsage } from '../../bridge/use-bridge.tsx'
import { sparkPaths } from '../../ui/spark-paths.ts'

const size = { width: 44, height: 14 }
/** Idle services stay flat: nothing below a tenth of a core is made to look like work. */
const leastTop = 0.1

/** CPU as a line and memory of its limit as an area, over the last 15 minutes. */
export const Sparkline = memo(function Sparkline({
  stack,
  service,
}: {
  readonly stack: string
  readonly service: string
}) {
  const usage = useUsage({ stack, service })
  if (!usage) return <span className={box} />
  const most = Math.max(leastTop, ...usage.cpu.map((value) => value ?? 0))
  const paths = sparkPaths(usage.cpu, usage.memory, { ...size, lineTop: most })
  const latest = usage.cpu.findLast((value) => value !== null) ?? null
  const words = latest === null ? 'CPU: nothing was measured' : `CPU: ${formatMetric(latest, 'cores')}`
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      className={box}
    >
      <path d={paths.area} fill="var(--series)" opacity={0.25} />
      <path d={paths.line} fill="none" stroke="var(--series)" vectorEffect="non-scaling-stroke" />
    </svg>
  )
})

const box = 'block h-3.5 w-11 @max-[276px]:hidden'
