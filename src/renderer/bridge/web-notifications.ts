/** Notifications of this browser: a choice of this browser, not of the operator's settings. */
export type WebNotificationState = 'on' | 'off' | 'denied' | 'unsupported'

const storageKey = 'switchyard.notifications'

export function webNotificationState(): WebNotificationState {
  if (!('Notification' in window)) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  const isOn = Notification.permission === 'granted' && localStorage.getItem(storageKey) === 'on'
  return isOn ? 'on' : 'off'
}

/** Asks the browser for permission, so only after a person has pressed something. */
export async function switchWebNotifications(isOn: boolean): Promise<WebNotificationState> {
  if (isOn && 'Notification' in window) {
    await Notification.requestPermission()
    localStorage.setItem(storageKey, 'on')
  } else {
    localStorage.removeItem(storageKey)
  }
  return webNotificationState()
}

/** Shows one when they are on; says whether it did. `onClick` is called when a person presses it. */
export function showWebNotification(
  notice: { readonly id: string; readonly title: string; readonly body: string },
  onClick: () => void,
): boolean {
  if (webNotificationState() !== 'on') return false
  try {
    const notification = new Notification(notice.title, { body: notice.body.slice(0, 600), tag: notice.id })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
      onClick()
    })
    return true
  } catch {
    // Some browsers have the name and want a service worker for it.
    return false
  }
}
