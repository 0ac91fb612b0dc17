import { useState, type FocusEvent, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { formatDuration, formatReadiness } from '../../../shared/format.ts'
import type { ServiceStatus } from '../../../shared/status.ts'
import { servicePath } from '../../../shared/page-paths.ts'
import { useService } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { moveInList } from '../../ui/list-keys.ts'
import { Signal, signalInk, signalOf } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'

/** The services of a stack as they are now; arrows move, Enter opens. */
export function ServicesPanel({
  stack,
  names,
}: {
  readonly stack: string
  readonly names: readonly string[]
}) {
  const [active, setActive] = useState(0)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const next = moveInList(active, names.length, event.key)
    if (next === null) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus()
  }
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const index = target.dataset['index']
    if (index !== undefined) setActive(Number(index))
  }
  return (
    <Panel title="Services" end={<span className="tabular-nums">{names.length}</span>}>
      <ul className="pb-1.5" onKeyDown={onKeyDown} onFocus={onFocus}>
        {names.map((name, index) => (
          <Row
            key={name}
            stack={stack}
            name={name}
            index={index}
            isTabStop={index === Math.min(active, names.length - 1)}
          />
        ))}
      </ul>
      {names.length === 0 && <p className="px-3 pb-2 text-12 text-ink-2">None with these profiles.</p>}
    </Panel>
  )
}

const tints: Partial<Record<string, string>> = {
  failed: 'wash [--wash-color:var(--signal-failed)]',
  loading: 'wash [--wash-color:var(--signal-loading)]',
}

function Row({
  stack,
  name,
  index,
  isTabStop,
}: {
  readonly stack: string
  readonly name: string
  readonly index: number
  readonly isTabStop: boolean
}) {
  const service = useService({ stack, service: name })
  const signal = service ? signalOf(service.readiness) : 'unknown'
  return (
    <li className={tints[signal] ?? 'hover:bg-raised'}>
      <Link
        href={servicePath({ stack, service: name })}
        data-index={index}
        tabIndex={isTabStop ? 0 : -1}
        className="grid min-h-8 grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 focus-visible:-outline-offset-2"
      >
        <Signal state={signal} label={null} />
        <span
          className={`truncate ${signal === 'stopped' || signal === 'done' ? 'text-ink-2' : 'font-medium'}`}
        >
          {name}
        </span>
        <span className={signalInk[signal]}>
          {service ? formatReadiness(service.readiness, service.readyBy) : 'unknown'}
          {service && signal === 'loading' && <Elapsed service={service} />}
        </span>
        {service?.detail && signal !== 'ready' && signal !== 'stopped' && (
          <span className="col-start-2 -col-end-1 pb-1.5 text-12 break-words text-ink-2">
            {service.detail}
          </span>
        )}
      </Link>
    </li>
  )
}

function Elapsed({ service: { startedAt, usualMs } }: { readonly service: ServiceStatus }) {
  const nowMs = useNow(1000)
  if (startedAt === null) return null
  const usually = usualMs === null ? '' : `, usually ${formatDuration(usualMs)}`
  return ` ${formatDuration(nowMs - Date.parse(startedAt))}${usually}`
}
