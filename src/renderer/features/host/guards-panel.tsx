import { formatMoment } from '../../../shared/format.ts'
import type { Guard } from '../../../shared/host.ts'
import { useNow } from '../../bridge/use-now.ts'
import { Signal, signalInk } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { signalOfGuard } from './words.ts'

/** What keeps the machine from running out of memory, and what it has ended lately. */
export function GuardsPanel({ guards }: { readonly guards: readonly Guard[] }) {
  const kills = guards.flatMap((guard) => guard.kills.map((kill) => ({ ...kill, guard: guard.name })))
  return (
    <Panel title="Memory guards">
      <div className="grid gap-2 px-3 pb-3 text-12">
        {guards.length === 0 && (
          <p className="text-ink-3">
            No earlyoom, systemd-oomd or nohang was found; only the kernel itself ends processes here.
          </p>
        )}
        {guards.length > 0 && (
          <ul className="grid gap-1">
            {guards.map(({ name, state, threshold }) => (
              <li key={name} className="flex flex-wrap items-center gap-x-2">
                <span className={`flex items-center gap-1.5 ${signalInk[signalOfGuard(state)]}`}>
                  <Signal state={signalOfGuard(state)} label={null} size={14} />
                  {state}
                </span>
                <span className="font-medium">{name}</span>
                {threshold !== null && <span className="text-ink-3">{threshold}</span>}
              </li>
            ))}
          </ul>
        )}
        {kills.length > 0 && <Kills kills={kills} />}
        {guards.length > 0 && kills.length === 0 && (
          <p className="text-ink-3">They have ended nothing that their log tells.</p>
        )}
      </div>
    </Panel>
  )
}

function Kills({
  kills,
}: {
  readonly kills: readonly (Guard['kills'][number] & { readonly guard: string })[]
}) {
  const nowMs = useNow(60_000)
  return (
    <ul aria-label="Ended lately" className="grid gap-1 border-t border-line pt-2">
      {kills.map(({ at, process, message, guard }, index) => (
        <li key={index} className="min-w-0">
          <span className="numeric text-ink-3">
            {at === null ? 'lately' : formatMoment(Date.parse(at), nowMs)}
          </span>{' '}
          {guard} ended <span className="font-medium break-all">{process}</span>
          <span className="block break-words text-ink-3">{message}</span>
        </li>
      ))}
    </ul>
  )
}
