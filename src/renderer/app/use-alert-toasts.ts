import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { AlertNotice } from '../../shared/alerts.ts'
import { useToast } from '../actions/toasts.tsx'
import { useAlertNotices } from '../bridge/use-alerts.tsx'
import { showWebNotification } from '../bridge/web-notifications.ts'

/** Tells of alerts: who is at the page sees a toast, who is elsewhere a notification of the browser. */
export function useAlertToasts(): void {
  const toast = useToast()
  const [, navigate] = useLocation()
  const tell = useCallback(
    (notice: AlertNotice) => {
      const open = () => navigate('/alerts')
      if (!document.hasFocus() && showWebNotification(notice, open)) return
      toast({
        state: notice.isRecovery ? 'ready' : 'failed',
        text: notice.title,
        action: { label: 'Show', shortcut: 'g e', onClick: open },
      })
    },
    [toast, navigate],
  )
  useAlertNotices(tell)
}
