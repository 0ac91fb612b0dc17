import { useCallback, useEffect, useRef, useState } from 'react'
import { formatClock } from '../../../shared/format.ts'
import type { HostAction } from '../../../shared/host.ts'
import { RangePicker } from '../../graphs/range-picker.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, PageHead } from '../../ui/surface.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { AuditPanel } from './audit-panel.tsx'
import { ControlsPanel } from './controls-panel.tsx'
import { DisksPanel, TemperaturesPanel } from './disks-panel.tsx'
import { GpuClaimsPanel } from './gpu-claims-panel.tsx'
import { GpuPanels } from './gpu-panels.tsx'
import { GuardsPanel } from './guards-panel.tsx'
import { LeaseCards } from './lease-cards.tsx'
import { LoadPanels } from './load-panels.tsx'
import { GpuOverTimePanels } from './gpu-over-time.tsx'
import { OverTimePanels } from './over-time-panels.tsx'
import { MemoryPanel } from './memory-panel.tsx'
import { useGpuClaims } from './use-gpu-claims.ts'
import { useHost } from './use-host.ts'
import { useHostActions } from './use-host-actions.ts'
import { describeMachine } from './words.ts'

const noGpus: never[] = []

/** The machine itself: what it has left, what holds it, and what can be done with it by hand. */
export default function Screen() {
  const { now, samples, problems } = useHost()
  const [asked, setAsked] = useState<HostAction | null>(null)
  const ask = useCallback((action: HostAction) => setAsked(action), [])
  useHostActions(now?.state ?? null, ask)
  const gpu = useGpuClaims(now?.readings.gpus ?? noGpus)
  const content = useRef<HTMLDivElement>(null)
  const leases = now?.state.leases.map(({ id }) => id).join()
  useEffect(() => {
    // A lease takes its buttons with it.
    if (leases !== undefined && document.activeElement === document.body)
      content.current?.focus({ preventScroll: true })
  }, [leases])

  return (
    <>
      <PageHead
        title="Host"
        beside={now && <span className="text-12 text-ink-2">{now.readings.name}</span>}
        actions={
          now && (
            <>
              {problems && (
                <span role="status" className="text-12 text-loading-ink">
                  last seen <span className="numeric">{formatClock(Date.parse(now.readings.at))}</span>
                </span>
              )}
              <RangePicker />
            </>
          )
        }
      >
        {now && <p className="min-w-0 text-12 text-ink-3">{describeMachine(now.readings)}</p>}
      </PageHead>
      {!now && !problems && <Bones rows={6} />}
      {!now && problems && <ProblemView problems={problems} />}
      {now && (
        <div
          ref={content}
          tabIndex={-1}
          className="grid min-h-0 flex-1 content-start gap-3 overflow-auto p-5 outline-none max-[1240px]:p-3.5"
        >
          <MemoryPanel readings={now.readings} />
          <div className="grid grid-cols-[minmax(0,1fr)_clamp(320px,30vw,432px)] items-start gap-3 max-[860px]:grid-cols-1">
            <div className="grid min-w-0 gap-3">
              <LoadPanels readings={now.readings} samples={samples} />
              <GpuPanels readings={now.readings} samples={samples} />
              <GpuClaimsPanel gpu={gpu} />
              <OverTimePanels readings={now.readings} />
              <GpuOverTimePanels gpus={now.readings.gpus} />
              <GuardsPanel guards={now.state.guards} />
              <AuditPanel leases={now.state.leases} />
            </div>
            <div className="grid min-w-0 gap-3 max-[860px]:order-first">
              <LeaseCards leases={now.state.leases} onAsk={ask} />
              <ControlsPanel state={now.state} readings={now.readings} onAsk={ask} />
              <DisksPanel disks={now.readings.disks} />
              <TemperaturesPanel temperatures={now.readings.temperatures} />
            </div>
          </div>
        </div>
      )}
      {asked && <ActionDialog action={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
