import {
  ChevronRight,
  ExternalLink,
  Lock,
  Play,
  RotateCw,
  ScrollText,
  Square,
  SquareTerminal,
} from 'lucide-react'
import { Link } from 'wouter'
import type { ServiceDetail } from '../../../shared/detail.ts'
import type { StackView } from '../../../shared/lab.ts'
import { formatReadiness } from '../../../shared/format.ts'
import type { ServiceStatus } from '../../../shared/status.ts'
import { logsPath, shellPath, stackPath } from '../../../shared/page-paths.ts'
import { appsKey, useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton, OutsideButton } from '../../ui/link-button.tsx'
import { Pill } from '../../ui/pill.tsx'
import { signalOf } from '../../ui/signal.tsx'
import { PageHead } from '../../ui/surface.tsx'
import { describeState } from './words.ts'

/** Where it is, how it is, and what can be done with it. */
export function ServiceHead({
  stack,
  name,
  service,
  starts,
  webUrl,
}: {
  readonly stack: StackView
  readonly name: string
  readonly service: ServiceStatus | null
  readonly starts: ServiceDetail['starts']
  readonly webUrl: string | null
}) {
  const { start, stop, restart } = useRunActions()
  const asked = useAsked()
  const target = `${stack.name}/${name}`
  const isBusy =
    [target, stack.name, ''].some((key) => asked.has(key)) || (!stack.alwaysOn && asked.has(appsKey))
  const signal = service ? signalOf(service.readiness) : 'unknown'
  const isDown = service === null || ['stopped', 'done', 'failed', 'created'].includes(service.readiness)
  const isRunning =
    service?.state === 'running' || service?.state === 'restarting' || service?.state === 'paused'
  return (
    <PageHead
      above={
        <nav aria-label="Where it is" className="flex items-center gap-1.5">
          <Link href="/yard" className="hover:text-ink hover:underline">
            Yard
          </Link>
          <ChevronRight size={12} aria-hidden />
          <span>Wave {stack.wave + 1}</span>
          <ChevronRight size={12} aria-hidden />
          <Link href={stackPath(stack.name)} className="hover:text-ink hover:underline">
            {stack.name}
          </Link>
        </nav>
      }
      title={name}
      beside={
        <>
          <Pill state={signal}>
            {service ? formatReadiness(service.readiness, service.readyBy) : 'not known'}
          </Pill>
          {stack.alwaysOn && (
            <span className="flex items-center gap-1 text-12 whitespace-nowrap text-ink-3">
              <Lock size={12} strokeWidth={2.5} aria-hidden />
              always on
            </span>
          )}
          {service && <State service={service} starts={starts} />}
        </>
      }
      actions={
        <>
          <LinkButton
            kind="ghost"
            href={logsPath(stack.name, name)}
            icon={<ScrollText size={16} aria-hidden />}
          >
            Logs
          </LinkButton>
          <LinkButton
            kind="ghost"
            href={shellPath({ stack: stack.name, service: name })}
            icon={<SquareTerminal size={16} aria-hidden />}
          >
            Shell
          </LinkButton>
          <span aria-hidden className="mx-1 h-[18px] w-px bg-line-strong" />
          <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isBusy} onClick={() => restart([target])}>
            Restart
          </Button>
          {(!isDown || isRunning) && (
            <Button
              icon={<Square size={14} fill="currentColor" aria-hidden />}
              isBusy={isBusy}
              onClick={() => stop([target])}
            >
              Stop
            </Button>
          )}
          {isDown && !isRunning && (
            <Button
              kind={webUrl === null ? 'primary' : 'default'}
              icon={<Play size={16} fill="currentColor" aria-hidden />}
              isBusy={isBusy}
              onClick={() => start([target])}
            >
              Start
            </Button>
          )}
          {webUrl !== null && (
            <OutsideButton kind="primary" href={webUrl} icon={<ExternalLink size={16} aria-hidden />}>
              Open
            </OutsideButton>
          )}
        </>
      }
    />
  )
}

function State({
  service,
  starts,
}: {
  readonly service: ServiceStatus
  readonly starts: ServiceDetail['starts']
}) {
  const words = describeState(service, starts, useNow(1000))
  return (
    <span className="line-clamp-2 min-w-0 text-12 text-ink-3" title={words}>
      {words}
    </span>
  )
}
