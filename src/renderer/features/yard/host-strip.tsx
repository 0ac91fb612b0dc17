import { memo } from 'react'
import { Link } from 'wouter'
import { useHostUsage } from '../../bridge/use-bridge.tsx'
import { sparkPaths } from '../../ui/spark-paths.ts'
import { type HostFigure, hostFigures } from './host-figures.ts'

/** The host at the foot of the Yard: what is used of it, now and in the last 15 minutes. Leads to the Host screen. */
export function HostStrip() {
  const usage = useHostUsage()
  return (
    <Link
      href="/host"
      aria-describedby="host-strip"
      className="grid shrink-0 grid-cols-4 gap-x-6 border-t border-line px-5 py-2 hover:bg-surface focus-visible:-outline-offset-2 max-[1240px]:gap-x-4 max-[1240px]:px-3.5"
    >
      <span id="host-strip" hidden>
        Opens the Host screen
      </span>
      {hostFigures(usage).map((figure) => (
        <Figure key={figure.name} {...figure} />
      ))}
    </Link>
  )
}

const size = { width: 240, height: 40 }

const Figure = memo(function Figure({ name, note, value, share, shares }: HostFigure) {
  const { line, area } = sparkPaths(shares, shares, { ...size, lineTop: 1 })
  return (
    <span className="grid min-w-0 gap-1">
      <span className="flex items-baseline gap-2 whitespace-nowrap text-12/5">
        <span className="text-ink-2">{name}</span>
        <span className="min-w-0 truncate text-11 text-ink-3">{note}</span>
        <span className={`numeric ml-auto ${share === null ? 'text-ink-3' : ''}`}>{value}</span>
      </span>
      <svg
        aria-hidden
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        className="block h-10 w-full border-y border-line [@media(max-height:759px)]:hidden"
      >
        <path d={area} fill="var(--series)" opacity={0.16} />
        <path d={line} fill="none" stroke="var(--series)" vectorEffect="non-scaling-stroke" />
      </svg>
      <span
        aria-hidden
        className="hidden h-1 overflow-hidden rounded-2 bg-line [@media(max-height:759px)]:block"
      >
        <span
          className="block h-full rounded-2 bg-series"
          style={{ width: `${Math.round((share ?? 0) * 100)}%` }}
        />
      </span>
    </span>
  )
})
