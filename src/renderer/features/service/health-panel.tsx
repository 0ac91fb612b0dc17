import type { ServiceDetail } from '../../../shared/detail.ts'
import { formatDuration, formatMoment } from '../../../shared/format.ts'
import type { ServiceStatus } from '../../../shared/status.ts'
import { useNow } from '../../bridge/use-now.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { RecordView } from './record-view.tsx'
import { useServiceRecord } from './use-service-record.ts'
import { describeChecks, describeHealthCommand, describeStarts, type Check } from './checks.ts'

/**
 * What is remembered of the service: its last day, starts and failures. Docker's latest checks when some of them failed and
 * it is not called unhealthy yet, and where nothing is remembered.
 */
export function HealthPanel({
  detail,
  service,
  isConnected,
}: {
  readonly detail: ServiceDetail
  readonly service: ServiceStatus | null
  readonly isConnected: boolean
}) {
  const { healthCommand, starts, usualMs } = detail
  const checks = describeChecks(detail.health)
  const nowMs = useNow(60_000)
  const { data: record } = useServiceRecord(detail.ref)
  const isRemembered = record !== undefined && record.watchedSinceMs !== null
  // What has made it unhealthy is remembered; what may do so is only seen here.
  const isOfInterest =
    !isRemembered || (service?.health !== 'unhealthy' && checks.some(({ isGood }) => !isGood))
  return (
    <Panel title={isRemembered ? 'Health, 24 hours' : 'Health'} end={service?.health ?? undefined}>
      <div className="grid gap-3 px-3 pb-3 text-12">
        {isRemembered && <RecordView record={record} nowMs={nowMs} />}
        {isOfInterest &&
          (checks.length > 0 ? (
            <CheckList checks={checks} nowMs={nowMs} />
          ) : (
            <p className="text-ink-2">{whyNoChecks(detail, service, isConnected)}</p>
          ))}
        {!isRemembered && starts.length > 0 && <StartList starts={starts} usualMs={usualMs} nowMs={nowMs} />}
        {healthCommand.length > 0 && (
          <div>
            <h3 className="text-ink-3">Check</h3>
            <div className="mt-0.5 flex items-start gap-1 rounded-4 border border-line bg-well py-0.5 pr-0.5 pl-2">
              <code className="numeric min-w-0 flex-1 py-0.5 break-words text-ink-2">
                {describeHealthCommand(healthCommand)}
              </code>
              <CopyButton text={describeHealthCommand(healthCommand)} label="Copy the health command" />
            </div>
          </div>
        )}
      </div>
    </Panel>
  )
}

function CheckList({ checks, nowMs }: { readonly checks: readonly Check[]; readonly nowMs: number }) {
  const failed = checks.filter(({ isGood }) => !isGood).length
  const summary = `${checks.length} latest checks, ${failed === 0 ? 'all passed' : `${failed} failed`}`
  return (
    <div>
      <div role="img" aria-label={summary} className="flex h-[22px] items-end gap-px">
        {checks.toReversed().map(({ atMs, isGood }, index) => (
          <i
            key={`${atMs} ${index}`}
            className={`max-w-8 flex-1 rounded-[1px] ${isGood ? 'h-2 bg-ready' : 'h-[22px] bg-failed'}`}
          />
        ))}
      </div>
      <ul className="mt-2 grid gap-1">
        {checks.map(({ atMs, isGood, words, output }, index) => (
          <li key={`${atMs} ${index}`} className="grid grid-cols-[14px_64px_minmax(0,1fr)] gap-x-2">
            <span className="pt-px">
              <Signal state={isGood ? 'ready' : 'failed'} label={isGood ? 'passed' : 'failed'} size={14} />
            </span>
            <span className="numeric text-ink-3">{formatMoment(atMs, nowMs)}</span>
            <span>{words}</span>
            {output !== '' && (
              <code
                tabIndex={-1}
                title={output}
                className="numeric col-start-3 line-clamp-2 break-words whitespace-pre-wrap text-ink-2"
              >
                {output}
              </code>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function StartList({
  starts,
  usualMs,
  nowMs,
}: Pick<ServiceDetail, 'starts' | 'usualMs'> & { readonly nowMs: number }) {
  return (
    <div>
      <h3 className="flex text-ink-3">
        Latest starts
        {usualMs !== null && starts.length >= 3 && (
          <span className="ml-auto">usually {formatDuration(usualMs)}</span>
        )}
      </h3>
      <ul className="mt-1 grid gap-1">
        {describeStarts(starts).map(({ atMs, words, share }, index) => (
          <li
            key={`${atMs} ${index}`}
            className="grid grid-cols-[64px_minmax(0,1fr)_48px] items-center gap-x-2"
          >
            <span className="numeric text-ink-3">{formatMoment(atMs, nowMs)}</span>
            <span aria-hidden className="h-1.5 rounded-2 bg-series" style={{ width: `${share * 100}%` }} />
            <span className="numeric text-right">{words}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function whyNoChecks(
  { container, healthCommand }: ServiceDetail,
  service: ServiceStatus | null,
  isConnected: boolean,
): string {
  if (!isConnected) return 'Docker does not answer, so its latest checks are not known.'
  if (!container) return 'There is no container, so nothing was checked.'
  if (healthCommand.length > 0)
    return service?.state === 'running'
      ? 'Docker has not checked it yet.'
      : 'It does not run, so nothing is checked.'
  return service?.readyBy === 'exit'
    ? 'It has no health check; it is done when it ends with exit code 0.'
    : 'It has no health check of its own.'
}
