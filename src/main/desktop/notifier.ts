import type { NotificationConstructorOptions } from 'electron'
import type { DesktopApi, DesktopNotification } from './desktop-api.ts'
import type { DesktopClient } from './desktop-core.ts'

/** The desktop cuts it anyway, each in its own place. */
const longestBody = 600
/** One that nobody holds is collected, and its click with it. */
const mostHeld = 20

export interface Notice {
  readonly title: string
  readonly body: string
  /** Nothing that anybody has to look at. */
  readonly isCalm: boolean
  readonly onClick: () => void
  /** Where the desktop has buttons; a click leads to the same. */
  readonly buttons?: readonly { readonly text: string; readonly press: () => void }[]
}

export interface Notifier {
  /** While the operator wants notifications. */
  readonly notify: (notice: Notice) => Promise<void>
  /** The answer to something that was just asked for, which is always told. */
  readonly answer: (notice: Notice) => void
}

/** Notifications of the desktop. */
export function createNotifier(
  { dialog, Notification }: Pick<DesktopApi, 'dialog' | 'Notification'>,
  client: Pick<DesktopClient, 'settings'>,
): Notifier {
  const held: DesktopNotification[] = []

  function show({ title, body, isCalm, onClick, buttons = [] }: Notice): void {
    // Of low urgency GNOME would show none until somebody looks for it.
    const options: NotificationConstructorOptions = {
      title,
      body: body.slice(0, longestBody),
      silent: isCalm,
    }
    const notification = new Notification(
      buttons.length === 0
        ? options
        : { ...options, actions: buttons.map(({ text }) => ({ type: 'button', text })) },
    )
    notification.on('click', onClick)
    notification.on('action', ({ actionIndex }) => buttons[actionIndex]?.press())
    notification.show()
    held.push(notification)
    if (held.length > mostHeld) held.shift()
  }

  return {
    async notify(notice) {
      if (!Notification.isSupported()) return
      const { desktopNotifications } = await client.settings.get()
      if (desktopNotifications) show(notice)
    },
    answer(notice) {
      if (Notification.isSupported()) show(notice)
      else dialog.showErrorBox(notice.title, notice.body)
    },
  }
}
