import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { formatDuration, formatMoment } from '../../../shared/format.ts'
import type { AuditEntry, HostState } from '../../../shared/host.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useNow } from '../../bridge/use-now.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal, type SignalState } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'

/** What the helper has done, and for whom: its own log, latest first. Read anew when a lease changes. */
export function AuditPanel({ leases }: { readonly leases: HostState['leases'] }) {
  const orpc = useOrpc()
  const input = { limit: 50 }
  const changes = leases.map(({ id, phase }) => `${id} ${phase}`).join()
  const log = useQuery({
    ...orpc.host.audit.queryOptions({ input }),
    queryKey: [...orpc.host.audit.key({ input }), changes],
    placeholderData: (before) => before,
    staleTime: 0,
  })
  return (
    <Panel title="Audit" end={<span>what was done to the host, for whom</span>}>
      {log.isError && <ProblemView problems={problemsOf(log.error)} />}
      {log.data?.length === 0 && (
        <p className="px-3 pb-3 text-12 text-ink-3">Nothing was ever changed on this host.</p>
      )}
      {log.data && log.data.length > 0 && <AuditTable entries={log.data} />}
    </Panel>
  )
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const nowMs = useNow(60_000)
  return (
    <div
      role="region"
      aria-label="Audit log"
      tabIndex={0}
      className="max-h-72 overflow-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full text-12">
        <thead>
          <tr className="text-left text-ink-3">
            {['When', 'What', 'Before', 'After', 'Result', 'Who'].map((name) => (
              <th key={name} className="sticky top-0 h-7 bg-surface px-3 font-normal whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={index} className="border-t border-line align-top">
              <td className="numeric px-3 py-1 whitespace-nowrap text-ink-2">
                {formatMoment(Date.parse(entry.at), nowMs)}
              </td>
              <td className="px-3 py-1">
                {entry.action}
                {entry.target !== '' && <span className="block break-all text-ink-3">{entry.target}</span>}
              </td>
              <td className="px-3 py-1 break-words text-ink-2">{entry.before}</td>
              <td className="px-3 py-1 break-words text-ink-2">{entry.after}</td>
              <td className="px-3 py-1">
                <Result entry={entry} />
              </td>
              <td className="px-3 py-1">
                <Who entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const resultSignals: Readonly<Record<string, SignalState>> = {
  done: 'done',
  failed: 'failed',
  refused: 'failed',
  pending: 'warning',
}

function Result({ entry: { result, elapsedMs, message } }: { readonly entry: AuditEntry }) {
  return (
    <>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <Signal state={resultSignals[result] ?? 'unknown'} label={null} size={13} />
        {result}
        {elapsedMs !== null && (
          <span className="numeric text-ink-3">
            {elapsedMs < 1000 ? `${Math.round(elapsedMs)}ms` : formatDuration(elapsedMs)}
          </span>
        )}
      </span>
      {message !== null && message !== '' && <span className="block break-words text-ink-3">{message}</span>}
    </>
  )
}

function Who({ entry: { user, door, run, label } }: { readonly entry: AuditEntry }) {
  return (
    <>
      <span className="whitespace-nowrap">{[user, door].filter((word) => word !== '').join(', ')}</span>
      {run !== '' && (
        <Link
          href={runPath(run)}
          className="block break-all underline decoration-line-strong underline-offset-3"
        >
          {label === '' ? 'run' : label}
        </Link>
      )}
    </>
  )
}
