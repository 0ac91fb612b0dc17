import type { DesktopClient } from './desktop-core.ts'
import type { Notifier } from './notifier.ts'

/** Shows alerts as notifications of the desktop, while the operator wants that; a click leads to them. Until the signal. */
export async function notifyOfAlerts(
  notifier: Pick<Notifier, 'notify'>,
  client: Pick<DesktopClient, 'alerts'>,
  show: (place: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of await client.alerts.watch(undefined, { signal })) {
    if (event.type !== 'notice') continue
    const { title, body, isRecovery } = event.notice
    await notifier.notify({ title, body, isCalm: isRecovery, onClick: () => show('/alerts') })
  }
}
