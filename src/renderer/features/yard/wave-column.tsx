import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { formatDuration } from '../../../shared/format.ts'
import type { LabGraph } from '../../../shared/detail.ts'
import type { LabSnapshot } from '../../../shared/watch.ts'
import { useLabPart, useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Signal, type SignalState } from '../../ui/signal.tsx'
import { countReady } from './counts.ts'
import { StackCard, type StackCardProps } from './stack-card.tsx'
import { usualOf } from './usual.ts'
import type { Wave } from './waves.ts'
import { seconds } from './words.ts'

export type WaveColumnProps = Omit<StackCardProps, 'stack' | 'isSource' | 'isEntry'> & {
  readonly wave: Wave
  /** The only one: its stacks stand side by side. */
  readonly isAlone: boolean
  /** The first of all: with nothing marked, its first stack is where Tab leads. */
  readonly isEntry: boolean
}

export const WaveColumn = memo(function WaveColumn({ wave, isAlone, isEntry, ...options }: WaveColumnProps) {
  return (
    <section aria-label={`Wave ${wave.number}, ${wave.title}`} className="min-w-0">
      <WaveHead wave={wave} />
      <div
        data-wave={wave.number - 1}
        className={
          isAlone ? 'columns-[320px] gap-x-4 [&>section]:mb-3 [&>section]:break-inside-avoid' : 'grid gap-3'
        }
      >
        {wave.stacks.map((stack, index) => (
          <StackCard
            key={stack.name}
            stack={stack}
            isSource={wave.number === 1}
            isEntry={isEntry && index === 0}
            {...options}
          />
        ))}
      </div>
    </section>
  )
})

const noEdges: LabGraph['edges'] = []

function WaveHead({ wave }: { readonly wave: Wave }) {
  const { stacks, number, title } = wave
  const orpc = useOrpc()
  const { dir, environment, profiles } = useLabPart(({ selection }) => selection)
  // Only for how long the wave usually takes: without it that is left out.
  const graph = useQuery(
    orpc.labs.graph.queryOptions({ input: { dir, environment, profiles }, staleTime: Infinity }),
  )
  const edges = graph.data?.edges ?? noEdges
  const text = useLabPart(({ state }) => JSON.stringify(describeHead(state, stacks, edges)))
  const { ready, total, signal, usualMs, upSince } = JSON.parse(text) as Head
  return (
    <div className="sticky top-0 z-10 flex h-11 items-center gap-2 bg-canvas whitespace-nowrap">
      <span className="grid size-[18px] shrink-0 place-items-center rounded-full border-[1.5px] border-line-control text-11 leading-none font-semibold text-ink-2 tabular-nums">
        {number}
      </span>
      <h2 className="truncate">{title}</h2>
      {/* Where there is no room for both, the words wrap out of sight before the title is cut. */}
      <span className="flex h-[18px] min-w-0 shrink-[999] flex-wrap overflow-hidden text-12/[18px] text-ink-3 max-[1240px]:hidden">
        <span className="h-full w-px" />
        <span>
          {upSince !== null ? (
            <Up sinceMs={upSince} />
          ) : (
            usualMs !== null && graph.isSuccess && `usually ${seconds(usualMs)}`
          )}
        </span>
      </span>
      {total > 0 && (
        <span className="ml-auto flex items-center gap-1.5 text-12 text-ink-2 tabular-nums">
          <Signal state={signal} size={14} />
          {ready} of {total}
        </span>
      )}
    </div>
  )
}

interface Head {
  readonly ready: number
  readonly total: number
  readonly signal: SignalState
  readonly usualMs: number | null
  /** Since when all of it is up, for a wave that is always on. */
  readonly upSince: number | null
}

function describeHead(state: LabSnapshot | null, stacks: Wave['stacks'], edges: LabGraph['edges']): Head {
  const own = (state?.status?.stacks ?? []).filter(({ name }) => stacks.some((stack) => stack.name === name))
  const services = own.flatMap((stack) =>
    stack.services.map((service) => ({ ...service, key: `${stack.name}/${service.name}` })),
  )
  const count = countReady(services)
  const isSteady = stacks.every(({ alwaysOn }) => alwaysOn) && count.signal === 'ready'
  const starts = services.flatMap(({ startedAt, finishedAt }) =>
    startedAt === null || finishedAt !== null ? [] : [Date.parse(startedAt)],
  )
  return {
    ...count,
    usualMs: usualOf(services, edges),
    upSince: isSteady && starts.length > 0 ? Math.max(...starts) : null,
  }
}

function Up({ sinceMs }: { readonly sinceMs: number }) {
  return <>up {formatDuration(useNow(30_000) - sinceMs)}</>
}
