import { SlidersHorizontal } from 'lucide-react'
import { useLocation } from 'wouter'
import { useAlerts } from '../../bridge/use-alerts.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Bones, Empty, PageHead, Panel } from '../../ui/surface.tsx'
import { AlertItem } from './alert-item.tsx'
import { EndedAlert } from './ended-alert.tsx'

/** What is wrong now, and what was. */
export default function Screen() {
  const [, navigate] = useLocation()
  const list = useAlerts()
  return (
    <>
      <PageHead
        title="Alerts"
        actions={
          <Button icon={<SlidersHorizontal size={16} aria-hidden />} onClick={() => navigate('/settings')}>
            Rules and channels
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">{list ? <Lists list={list} /> : <Bones />}</div>
    </>
  )
}

function Lists({ list }: { readonly list: NonNullable<ReturnType<typeof useAlerts>> }) {
  const nowMs = useNow(1000)
  const open = list.open.filter(({ isDismissed }) => !isDismissed)
  const dismissed = list.open.filter(({ isDismissed }) => isDismissed)
  return (
    <div className="grid max-w-[1080px] gap-4 p-5 max-[1240px]:p-3.5">
      {list.notice !== null && (
        <p role="alert" className="text-failed-ink">
          {list.notice}
        </p>
      )}
      {list.watchedBy === 'nobody' && (
        <p className="text-ink-2">Nobody watches for alerts now; this door does not stay open.</p>
      )}
      <Panel title="Open" end={<span className="numeric">{open.length}</span>}>
        {open.length === 0 ? (
          <div className="border-t border-line">
            <Empty>{dismissed.length === 0 ? 'Nothing is wrong.' : 'Nothing else is wrong.'}</Empty>
          </div>
        ) : (
          <ul aria-label="Open alerts">
            {open.map((alert) => (
              <AlertItem key={alert.id} alert={alert} nowMs={nowMs} />
            ))}
          </ul>
        )}
      </Panel>
      {dismissed.length > 0 && (
        <Panel title="Dismissed, still true" end={<span className="numeric">{dismissed.length}</span>}>
          <ul aria-label="Dismissed alerts">
            {dismissed.map((alert) => (
              <EndedAlert key={alert.id} alert={alert} nowMs={nowMs} />
            ))}
          </ul>
        </Panel>
      )}
      {list.closed.length > 0 && (
        <Panel title="Over" end={<span className="numeric">{list.closed.length}</span>}>
          <ul aria-label="Alerts that are over">
            {list.closed.map((alert) => (
              <EndedAlert key={alert.id} alert={alert} nowMs={nowMs} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  )
}
