import { Lock } from 'lucide-react'
import { formatBytes } from '../../../shared/format.ts'
import type { HostReadings } from '../../../shared/host.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { liveryOf } from '../../ui/pill.tsx'
import { Panel } from '../../ui/surface.tsx'
import { describeMemory, marksOf, type MemoryPart, summarizeMemory } from './memory-parts.ts'
import { SwapEntry, SwapMap } from './swap-map.tsx'

const none: readonly never[] = []

/** All memory as one bar, swap beside it, and every part with its number below. */
export function MemoryPanel({ readings }: { readonly readings: HostReadings }) {
  const stacks = useLabPart(({ state }) => state?.lab.stacks ?? none)
  const { memory, swap } = readings
  const parts = describeMemory(memory, stacks)
  const usedBytes = memory.totalBytes - memory.freeBytes - memory.cacheBytes
  return (
    <Panel
      title="Memory"
      end={
        <span className="numeric max-[760px]:hidden">
          {formatBytes(usedBytes)} used, {formatBytes(memory.cacheBytes)} page cache,{' '}
          {formatBytes(memory.freeBytes)} free, of {formatBytes(memory.totalBytes)}
        </span>
      }
    >
      <div className="px-3 pb-3">
        <div className="grid gap-2.5" style={{ gridTemplateColumns: columnsOf(readings) }}>
          <div>
            <div
              role="img"
              aria-label={summarizeMemory(parts)}
              className="flex h-12 gap-px overflow-hidden rounded-4"
            >
              {parts.map((part) => (
                <Segment key={part.key} part={part} />
              ))}
            </div>
            <Axis totalBytes={memory.totalBytes} />
          </div>
          <SwapMap swap={swap} />
        </div>
        <ul
          aria-label="Parts of the memory and swap"
          className="mt-2.5 grid grid-cols-[repeat(auto-fill,minmax(104px,1fr))] gap-3"
        >
          {parts.map((part) => (
            <LegendEntry key={part.key} part={part} />
          ))}
          {swap.devices.map((device) => (
            <SwapEntry key={device.path} device={device} />
          ))}
        </ul>
      </div>
    </Panel>
  )
}

/** Memory and swap at one scale, as far as both can be read. */
function columnsOf({ memory, swap }: HostReadings): string {
  if (swap.totalBytes === 0) return 'minmax(0,1fr) 112px'
  const share = Math.min(0.35, Math.max(0.12, swap.totalBytes / (memory.totalBytes + swap.totalBytes)))
  return `minmax(0,${Math.round((1 - share) * 100)}fr) minmax(112px,${Math.round(share * 100)}fr)`
}

const hatch = 'repeating-linear-gradient(135deg,var(--line-strong) 0 1px,transparent 1px 6px),var(--raised)'

function Segment({ part: { kind, name, bytes, share, livery } }: { readonly part: MemoryPart }) {
  const color = livery === null ? 'var(--livery-slate)' : liveryOf(livery)
  const look =
    kind === 'cache'
      ? { background: hatch, boxShadow: 'inset 0 0 0 1px var(--line-strong)' }
      : kind === 'free'
        ? { boxShadow: 'inset 0 0 0 1px var(--line-strong)' }
        : {
            background: `color-mix(in oklab, ${color} 28%, var(--surface))`,
            borderLeft: `3px solid ${color}`,
          }
  return (
    <div
      title={`${name} ${formatBytes(bytes)}`}
      style={{ width: `${share * 100}%`, ...look }}
      className="grid min-w-[3px] shrink content-center overflow-hidden text-12/4 whitespace-nowrap"
    >
      {share >= 0.1 && (
        <span className={`justify-self-start px-1.5 font-medium ${kind === 'cache' ? 'bg-raised' : ''}`}>
          {name}
        </span>
      )}
      {share >= 0.07 && (
        <span className={`numeric justify-self-start px-1.5 ${kind === 'cache' ? 'bg-raised' : ''}`}>
          {formatBytes(bytes)}
        </span>
      )}
    </div>
  )
}

function Axis({ totalBytes }: { readonly totalBytes: number }) {
  return (
    <div aria-hidden className="relative mt-0.5 h-4 text-11 text-ink-3">
      {marksOf(totalBytes).map(({ share, label }) => (
        <span
          key={share}
          className="numeric absolute"
          style={
            share === 1
              ? { right: 0 }
              : { left: `${share * 100}%`, transform: share === 0 ? undefined : 'translateX(-50%)' }
          }
        >
          {label}
        </span>
      ))}
    </div>
  )
}

function LegendEntry({ part }: { readonly part: MemoryPart }) {
  const { kind, name, bytes, note, livery, isAlwaysOn } = part
  return (
    <li className="grid min-w-0 content-start text-12/4">
      <span className="flex min-w-0 items-center gap-1.5">
        <span
          aria-hidden
          className={
            kind === 'cache' || kind === 'free'
              ? 'size-2.5 shrink-0 rounded-2 border border-line-control'
              : 'h-3 w-[3px] shrink-0 rounded-[1px]'
          }
          style={
            kind === 'cache'
              ? { background: 'repeating-linear-gradient(135deg,var(--ink-3) 0 1px,transparent 1px 3px)' }
              : kind === 'free'
                ? undefined
                : { background: livery === null ? 'var(--livery-slate)' : liveryOf(livery) }
          }
        />
        <span className="truncate" title={name}>
          {name}
        </span>
        {isAlwaysOn && <Lock size={11} aria-label="always on" className="shrink-0 text-ink-3" />}
      </span>
      <span className="numeric text-13/5">{formatBytes(bytes)}</span>
      <span className="truncate text-11/4 text-ink-3" title={note}>
        {note}
      </span>
    </li>
  )
}
