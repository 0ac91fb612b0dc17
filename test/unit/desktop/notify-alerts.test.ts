import { expect, it } from 'vitest'
import type { AlertEvent } from '../../../src/shared/alerts.ts'
import type { DesktopClient } from '../../../src/main/desktop/desktop-core.ts'
import { notifyOfAlerts } from '../../../src/main/desktop/notify-alerts.ts'
import { createNotifier } from '../../../src/main/desktop/notifier.ts'
import { openTestCore } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

const notice = { id: 'a', title: 'data/db is unhealthy', body: 'x'.repeat(2000), isRecovery: false }

/** The real core, but for the alerts themselves. */
async function openClient(
  events: readonly AlertEvent[],
): Promise<Pick<DesktopClient, 'alerts' | 'settings'>> {
  const { core } = await openTestCore()
  const watch = () =>
    Promise.resolve(
      (async function* () {
        await Promise.resolve() // a real core answers later, too
        yield* events
      })(),
    )
  return { settings: core.client.settings, alerts: { watch } } as unknown as DesktopClient
}

it('shows notices, and a click on one leads to the alerts', async () => {
  const { api, notifications } = createStandIn()
  const shown: string[] = []
  const client = await openClient([{ type: 'notice', notice }])
  const notifier = createNotifier(api, client)
  await notifyOfAlerts(notifier, client, (place) => shown.push(place), new AbortController().signal)
  expect(notifications.map(({ options }) => options)).toEqual([
    { title: notice.title, body: 'x'.repeat(600), silent: false },
  ])
  notifications[0]?.events.emit('click')
  expect(shown).toEqual(['/alerts'])
})

it('shows nothing when the operator does not want it', async () => {
  const { api, notifications } = createStandIn()
  const client = await openClient([{ type: 'notice', notice }])
  await client.settings.update({ desktopNotifications: false })
  const notifier = createNotifier(api, client)
  await notifyOfAlerts(notifier, client, () => undefined, new AbortController().signal)
  expect(notifications).toEqual([])
})
