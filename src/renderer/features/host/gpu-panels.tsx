import { Cpu } from 'lucide-react'
import { formatBytes, formatServiceRef } from '../../../shared/format.ts'
import type { Gpu, HostReadings } from '../../../shared/host.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { liveryOf, Tag } from '../../ui/pill.tsx'
import { Panel } from '../../ui/surface.tsx'
import { Chart } from './chart.tsx'
import type { HostSample } from './host-history.ts'
import { gpuTitle } from './words.ts'

const none: readonly never[] = []

/** Each GPU with what it does and who uses its memory; one calm line where there is none. */
export function GpuPanels({
  readings: { gpus, gpuNote },
  samples,
}: {
  readonly readings: Pick<HostReadings, 'gpus' | 'gpuNote'>
  readonly samples: readonly HostSample[]
}) {
  return (
    <>
      {gpuNote !== null && (
        <p className="flex items-center gap-2 rounded-8 border border-line bg-surface px-3 py-2 text-12 text-ink-3">
          <Cpu size={14} aria-hidden className="shrink-0" />
          {gpuNote}
        </p>
      )}
      {gpus.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(280px,1fr))] gap-3">
          {gpus.map((gpu, index) => (
            <GpuPanel key={gpu.index} gpu={gpu} samples={samples} place={index} />
          ))}
        </div>
      )}
    </>
  )
}

function GpuPanel({
  gpu,
  samples,
  place,
}: {
  readonly gpu: Gpu
  readonly samples: readonly HostSample[]
  readonly place: number
}) {
  const { memoryUsedBytes, memoryTotalBytes, isAsleep } = gpu
  const title = gpuTitle(gpu)
  const memory =
    memoryUsedBytes !== null && memoryTotalBytes !== null
      ? `${formatBytes(memoryUsedBytes)} of ${formatBytes(memoryTotalBytes)}`
      : null
  return (
    <Panel title={title}>
      <div className="px-3 pb-3">
        {isAsleep ? (
          <p className="text-12 text-ink-3">Asleep. It is not asked more, because that would wake it.</p>
        ) : (
          <>
            <Figures gpu={gpu} />
            <MemoryBar gpu={gpu} />
            <div className="mt-2">
              <Chart
                label={`Memory of ${title}: ${memory ?? 'not told'}`}
                lines={[samples.map(({ atMs, gpuMemory }) => ({ atMs, value: gpuMemory[place] ?? null }))]}
                top={100}
                height={40}
                caption={memory === null ? '' : `memory ${memory}`}
              />
            </div>
            <Users gpu={gpu} />
          </>
        )}
      </div>
    </Panel>
  )
}

function Figures({ gpu }: { readonly gpu: Gpu }) {
  const { loadPercent, temperatureC, powerW, powerLimitW, fanPercent } = gpu
  const figures: readonly (readonly [string, string | null])[] = [
    ['Load', loadPercent === null ? null : `${Math.round(loadPercent)}\u00a0%`],
    ['Temp', temperatureC === null ? null : `${Math.round(temperatureC)}\u00a0°C`],
    ['Power', powerW === null ? null : `${Math.round(powerW)}${limitWords(powerLimitW)}\u00a0W`],
    ['Fan', fanPercent === null ? null : `${Math.round(fanPercent)}\u00a0%`],
  ]
  return (
    <dl className="mb-2 flex justify-between gap-3">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-11/4 text-ink-3">{name}</dt>
          <dd className="numeric">{value ?? <span className="text-ink-3">not told</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

function limitWords(limitW: number | null): string {
  return limitW === null ? '' : ` / ${Math.round(limitW)}`
}

function MemoryBar({ gpu }: { readonly gpu: Gpu }) {
  const stacks = useLabPart(({ state }) => state?.lab.stacks ?? none)
  const { users, memoryUsedBytes, memoryTotalBytes } = gpu
  if (memoryTotalBytes === null || memoryUsedBytes === null || memoryTotalBytes === 0) return null
  const known = users.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0)
  const rest = Math.max(0, memoryUsedBytes - known)
  const shareOf = (bytes: number) => `${(bytes / memoryTotalBytes) * 100}%`
  return (
    <div
      role="img"
      aria-label={`${formatBytes(memoryUsedBytes)} of ${formatBytes(memoryTotalBytes)} in use`}
      className="flex h-7 gap-px overflow-hidden rounded-4 shadow-[inset_0_0_0_1px_var(--line-strong)]"
    >
      {users.map(({ pid, stack, memoryBytes }) => {
        const color =
          stack === null
            ? 'var(--livery-slate)'
            : liveryOf(
                Math.max(
                  0,
                  stacks.findIndex(({ name }) => name === stack),
                ),
              )
        return (
          <div
            key={pid}
            style={{
              width: shareOf(memoryBytes ?? 0),
              background: `color-mix(in oklab, ${color} 28%, var(--surface))`,
              borderLeft: `3px solid ${color}`,
            }}
          />
        )
      })}
      {rest > 0 && <div className="bg-line-strong" style={{ width: shareOf(rest) }} />}
    </div>
  )
}

function Users({ gpu: { users } }: { readonly gpu: Gpu }) {
  const stacks = useLabPart(({ state }) => state?.lab.stacks ?? none)
  if (users.length === 0) return null
  return (
    <ul aria-label="Who uses its memory" className="mt-2 text-12">
      {users.map(({ pid, process, stack, service, memoryBytes }) => (
        <li key={pid} className="flex h-6 items-center gap-2 border-t border-line first:border-t-0">
          {stack !== null && service !== null ? (
            <Tag
              livery={Math.max(
                0,
                stacks.findIndex(({ name }) => name === stack),
              )}
            >
              {formatServiceRef({ stack, service })}
            </Tag>
          ) : (
            <span className="truncate">{process}</span>
          )}
          <span className="truncate text-ink-3">{stack === null ? `process ${pid}` : process}</span>
          <span className="numeric ml-auto shrink-0">
            {memoryBytes === null ? 'not told' : formatBytes(memoryBytes)}
          </span>
        </li>
      ))}
    </ul>
  )
}
