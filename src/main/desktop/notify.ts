import type { DesktopApi, DesktopNotification } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'

/** The desktop cuts it anyway, each in its own place. */
const longestBody = 600
/** One that nobody holds is collected, and its click with it. */
const mostHeld = 20

/** Shows alerts as notifications of the desktop, while the operator wants that; a click shows the window. Until the signal. */
export async function notifyOfAlerts(
  { Notification }: Pick<DesktopApi, 'Notification'>,
  client: DesktopClient,
  show: () => void,
  signal: AbortSignal,
): Promise<void> {
  const held: DesktopNotification[] = []
  for await (const event of await client.alerts.watch(undefined, { signal })) {
    if (event.type !== 'notice' || !Notification.isSupported()) continue
    const { desktopNotifications } = await client.settings.get()
    if (!desktopNotifications) continue
    const { title, body, isRecovery } = event.notice
    const notification = new Notification({
      title,
      body: body.slice(0, longestBody),
      urgency: isRecovery ? 'low' : 'normal',
      silent: isRecovery,
    })
    notification.on('click', show)
    notification.show()
    held.push(notification)
    if (held.length > mostHeld) held.shift()
  }
}
