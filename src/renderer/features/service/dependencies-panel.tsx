import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ServiceDetail } from '../../../shared/detail.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatCount, formatServiceRef } from '../../../shared/format.ts'
import { servicePath, stackPath } from '../../../shared/page-paths.ts'
import { useService } from '../../bridge/use-bridge.tsx'
import { Signal, signalOf } from '../../ui/signal.tsx'
import { KeyValues, Panel } from '../../ui/surface.tsx'
import { arrangeNeeds, describeGate } from './words.ts'

/** What it waits for and what waits for it, with how they are now. */
export function DependenciesPanel({ detail }: { readonly detail: ServiceDetail }) {
  const { ref, needs, neededBy, wave, profiles } = detail
  const { asked, byOrder } = arrangeNeeds(needs)
  const own = neededBy.filter(({ stack }) => stack === ref.stack)
  const others = Map.groupBy(
    neededBy.filter(({ stack }) => stack !== ref.stack),
    ({ stack }) => stack,
  )
  const rows: (readonly [string, ReactNode])[] = [
    [
      'Needs',
      asked.length + byOrder.length === 0 ? (
        'nothing'
      ) : (
        <ul key="needs" className="grid gap-0.5">
          {asked.map((gate) => (
            <li key={formatServiceRef(gate.on)} className="flex min-w-0 items-center gap-1.5">
              <Neighbour target={gate.on} from={ref} />
              <span className="text-ink-3">
                {describeGate(gate)}
                {gate.from === 'needs' && ', by switchyard.yaml'}
              </span>
            </li>
          ))}
          {byOrder.map(({ stack, count }) => (
            <StackOfMany
              key={stack}
              stack={stack}
              words={`${formatCount(count, 'service')}, by the order of folders`}
            />
          ))}
        </ul>
      ),
    ],
    [
      'Needed by',
      neededBy.length === 0 ? (
        'nothing'
      ) : (
        <ul key="needed" className="grid gap-0.5">
          {own.map((service) => (
            <li key={formatServiceRef(service)} className="flex min-w-0 items-center gap-1.5">
              <Neighbour target={service} from={ref} />
            </li>
          ))}
          {[...others].map(([stack, services]) =>
            services.length > 3 ? (
              <StackOfMany key={stack} stack={stack} words={formatCount(services.length, 'service')} />
            ) : (
              services.map((service) => (
                <li key={formatServiceRef(service)} className="flex min-w-0 items-center gap-1.5">
                  <Neighbour target={service} from={ref} />
                </li>
              ))
            ),
          )}
        </ul>
      ),
    ],
    ['Starts in', `wave ${wave + 1}`],
    ['Profiles', profiles.length === 0 ? 'none, it is always there' : profiles.join(', ')],
  ]
  return (
    <Panel title="Dependencies">
      <div className="px-3 pb-3">
        <KeyValues rows={rows} />
      </div>
    </Panel>
  )
}

const link = 'underline-offset-3 hover:underline'

function Neighbour({ target, from }: { readonly target: ServiceRef; readonly from: ServiceRef }) {
  const service = useService(target)
  return (
    <Link href={servicePath(target)} className={`flex min-w-0 items-center gap-1.5 py-[3px] ${link}`}>
      <Signal state={service ? signalOf(service.readiness) : 'unknown'} size={14} />
      <span className="min-w-0 truncate">
        {target.stack !== from.stack && <span className="text-ink-3">{target.stack} / </span>}
        {target.service}
      </span>
    </Link>
  )
}

function StackOfMany({ stack, words }: { readonly stack: string; readonly words: string }) {
  return (
    <li className="py-[3px]">
      <Link href={stackPath(stack)} className={link}>
        {stack}
      </Link>
      <span className="text-ink-3">: {words}</span>
    </li>
  )
}
