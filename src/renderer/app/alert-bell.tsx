import { Bell } from 'lucide-react'
import { Link } from 'wouter'
import { useOpenAlertCount } from '../bridge/use-alerts.tsx'
import { useAlertToasts } from './use-alert-toasts.ts'

/** The way to the alerts, with how many are open; it has colour only then. */
export function AlertBell() {
  const count = useOpenAlertCount()
  useAlertToasts()
  const label = `Alerts: ${count === 0 ? 'none' : count} open`
  return (
    <Link
      href="/alerts"
      aria-label={label}
      title={label}
      className={`relative flex h-7 shrink-0 items-center gap-1 rounded-6 px-1.5 hover:bg-raised ${
        count === 0 ? 'text-ink-3 hover:text-ink' : 'text-failed-ink'
      }`}
    >
      <Bell size={16} aria-hidden />
      {count > 0 && <span className="numeric text-12 font-medium">{count > 99 ? '99+' : count}</span>}
    </Link>
  )
}
