import { memo, useState } from 'react'
import { Link } from 'wouter'
import type { ServiceStatus } from '../../../shared/status.ts'
import { pageHost } from '../../actions/page-host.ts'
import { servicePath } from '../../../shared/page-paths.ts'
import { useService } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Signal, signalInk, signalOf, type SignalState } from '../../ui/signal.tsx'
import { placeProps, useIsMarked, type Mark } from './mark.ts'
import { findPort } from './ports.ts'
import { RowActions } from './row-actions.tsx'
import { Sparkline } from './sparkline.tsx'
import { SecondLine } from './second-line.tsx'
import { isTimed, secondLineOf, wordOf } from './words.ts'

interface RowProps {
  readonly stack: string
  readonly name: string
  readonly mark: Mark
  /** Any time of today, for words like `stopped 13:05`. */
  readonly todayMs: number
}

/** One service. Drawn again only when it changes, or once a second while it says how long it takes. */
export const ServiceRow = memo(function ServiceRow(props: RowProps) {
  const service = useService({ stack: props.stack, service: props.name })
  const [first] = useState(service?.readiness)
  const hasChanged = service !== null && service.readiness !== first
  if (service && isTimed(service)) return <TimedRow {...props} service={service} hasChanged={hasChanged} />
  return <Row {...props} service={service} nowMs={props.todayMs} hasChanged={hasChanged} />
})

interface KnownProps extends RowProps {
  readonly service: ServiceStatus | null
  /** Whether it has changed while the page was looked at. */
  readonly hasChanged: boolean
}

function TimedRow(props: KnownProps) {
  return <Row {...props} nowMs={useNow(1000)} />
}

const tints: Partial<Record<SignalState, string>> = {
  failed: '[--bg:color-mix(in_oklab,var(--signal-failed)_9%,var(--surface))]',
  loading: '[--bg:color-mix(in_oklab,var(--signal-loading)_7%,var(--surface))]',
}
const plain = '[--bg:var(--surface)] hover:[--bg:var(--raised)]'
const markedBar = 'shadow-[inset_2px_0_0_var(--ink-2)]'

function Row({ stack, name, service, mark, nowMs, hasChanged }: KnownProps & { readonly nowMs: number }) {
  const [isPointedAt, setIsNear] = useState(false)
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const isNear = isPointedAt || isMenuOpen
  const isMarked = useIsMarked(mark, `${stack}/${name}`)
  const signal = service ? signalOf(service.readiness) : 'unknown'
  const line = service && secondLineOf(service, nowMs)
  const port = service && findPort(service.ports, pageHost())
  // What it waits for needs the room more than a port that is not there.
  const isWide = signal === 'waiting' || signal === 'unknown'
  const isQuiet = signal === 'stopped' || signal === 'done' || signal === 'unknown'
  return (
    <li
      className={`relative bg-(--bg) ${tints[signal] ?? plain} ${isMarked ? markedBar : ''} ${rail}`}
      onPointerEnter={() => setIsNear(true)}
      onPointerLeave={() => setIsNear(false)}
      onFocus={() => setIsNear(true)}
      onBlur={({ currentTarget, relatedTarget }) => setIsNear(currentTarget.contains(relatedTarget))}
    >
      {hasChanged && (
        <span
          key={signal}
          aria-hidden
          className="pointer-events-none absolute inset-0 animate-flash bg-ink opacity-0"
        />
      )}
      <div className="relative grid h-8 grid-cols-[16px_fit-content(78%)_minmax(0,1fr)_auto_auto] items-center gap-x-[7px] pr-2.5 pl-3.5 @max-[276px]:gap-x-1.5 @max-[276px]:pr-2">
        <span className="rounded-[5px] bg-(--bg) shadow-[0_0_0_2px_var(--bg)]">
          <Signal state={signal} label={null} />
        </span>
        <Link
          href={servicePath({ stack, service: name })}
          {...placeProps(`${stack}/${name}`, isMarked, mark)}
          data-problem={signal === 'failed'}
          title={name}
          className={`ml-[3px] truncate py-0.5 underline-offset-3 hover:underline ${isQuiet ? 'text-ink-2' : 'font-medium'}`}
        >
          {name}
        </Link>
        {isNear && service ? (
          <span className="justify-self-end">
            {/* Who hears the page is not pointing at anything: the word stays. */}
            <span className="sr-only">{wordOf(service, stack, nowMs)}</span>
            <RowActions
              stack={stack}
              name={name}
              isDown={signal === 'stopped'}
              port={port}
              onMenu={setIsMenuOpen}
            />
          </span>
        ) : (
          <span
            title={isWide && service ? wordOf(service, stack, nowMs) : undefined}
            className={`truncate text-right text-12 ${isWide && !port ? 'col-span-2' : ''} ${signalInk[signal]} ${signal === 'ready' || signal === 'done' ? '@max-[276px]:sr-only' : ''}`}
          >
            {service ? wordOf(service, stack, nowMs) : 'unknown'}
          </span>
        )}
        {port ? (
          <a
            href={port.url}
            target="_blank"
            rel="noopener noreferrer"
            tabIndex={-1}
            aria-label={`Port ${port.port} of ${name}, opens in the browser`}
            className={`numeric min-w-[46px] py-1 text-right text-12 text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-current ${isNear || signal !== 'ready' ? '@max-[276px]:hidden' : ''}`}
          >
            :{port.port}
          </a>
        ) : (
          !isWide && <span className="w-[46px] @max-[276px]:hidden" />
        )}
        {!isQuiet && !isWide && !isNear && <Sparkline stack={stack} service={name} />}
      </div>
      {line && <SecondLine line={line} stack={stack} name={name} />}
    </li>
  )
}

/** The track that services stand on; the last one is its end. */
const rail =
  "before:absolute before:inset-y-0 before:left-[21.25px] before:border-l-[1.5px] before:border-rail before:content-[''] last:before:bottom-auto last:before:h-4 in-data-[off=true]:before:border-dashed"
