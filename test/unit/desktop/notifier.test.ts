import { expect, it } from 'vitest'
import { createNotifier } from '../../../src/main/desktop/notifier.ts'
import { openTestCore } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

const notice = {
  title: 'chat was not started',
  body: 'Docker does not answer.',
  isCalm: false,
  onClick: () => undefined,
}

it('has buttons for what can be done, each for itself', async () => {
  const { api, notifications } = createStandIn()
  const { core } = await openTestCore()
  const pressed: string[] = []
  const buttons = ['Retry', 'Logs'].map((text) => ({ text, press: () => void pressed.push(text) }))
  await createNotifier(api, core.client).notify({ ...notice, buttons })
  expect(notifications[0]?.options.actions).toEqual([
    { type: 'button', text: 'Retry' },
    { type: 'button', text: 'Logs' },
  ])
  notifications[0]?.events.emit('action', { actionIndex: 1 })
  expect(pressed).toEqual(['Logs'])
})

it('answers also who wants no notifications', async () => {
  const { api, notifications } = createStandIn()
  const { core } = await openTestCore()
  await core.client.settings.update({ desktopNotifications: false })
  const notifier = createNotifier(api, core.client)
  await notifier.notify(notice)
  notifier.answer(notice)
  expect(notifications.map(({ options }) => options.title)).toEqual(['chat was not started'])
})

it('answers in a window where the desktop shows no notifications', async () => {
  const { api, notifications, calls } = createStandIn({ hasNotifications: false })
  const { core } = await openTestCore()
  const notifier = createNotifier(api, core.client)
  await notifier.notify(notice)
  notifier.answer(notice)
  expect([notifications, calls]).toEqual([[], ['error chat was not started: Docker does not answer.']])
})
