import { expect, onTestFinished, test, vi } from 'vitest'
import type { DesktopClient } from '../../../src/main/desktop/desktop-core.ts'
import { createNotifier } from '../../../src/main/desktop/notifier.ts'
import { openTray } from '../../../src/main/desktop/open-tray.ts'
import { placeInLab } from '../../../src/shared/desktop.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { examplePlan, finished, started } from '../cli/support/examples.ts'
import { ago, runSummary, service } from '../shared/tray/sample-tray.ts'
import { createStandIn } from './support/stand-in.ts'
import { createTrayClient } from './support/tray-client.ts'
import { openTestCore } from './support/desktop-fixture.ts'

interface Start {
  readonly hasTray?: boolean
  readonly isHidden?: boolean
}

async function start({ hasTray = true, isHidden = true }: Start = {}) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const electron = createStandIn({ hasTray })
  const { core } = await openTestCore()
  const tray = createTrayClient()
  const refused = new SwitchyardError('ENGINE_UNREACHABLE', 'Docker does not answer.', { hint: 'Start it.' })
  const runs = { ...tray.client.runs, start: () => Promise.reject(refused) }
  const client = { ...tray.client, runs, settings: core.client.settings } as unknown as DesktopClient
  const shown: (string | null)[] = []
  const icon = openTray({
    api: electron.api,
    client,
    notifier: createNotifier(electron.api, client),
    iconDir: '/icons',
    show: (place) => shown.push(place),
    openLink: () => undefined,
    quit: () => undefined,
    isHidden: () => isHidden,
    report: (error) => expect.unreachable(String(error)),
    signal: stop.signal,
  })
  return { ...tray, ...electron, icon, shown }
}

const labels = (trays: Awaited<ReturnType<typeof start>>['trays']) => trays[0]?.menu.map(({ label }) => label)

test('shows the lab in the tray, by its icon, its menu and what is said beside the pointer', async () => {
  const { trays, tell } = await start()
  await vi.waitFor(() => expect(labels(trays)?.[0]).toBe('northlight: 1 ready'))
  expect([trays[0]?.image, trays[0]?.tip]).toEqual([
    '/icons/tray-lit-22.png',
    'Switchyard, northlight: 1 ready',
  ])
  const failed = service('web', 'failed', { detail: 'exited with 1' })
  tell({ type: 'service', at: ago(0), stack: 'chat', service: failed, stackState: 'failed' })
  await vi.waitFor(() =>
    expect(labels(trays)?.slice(0, 2)).toEqual(['northlight: 1 failed', 'web: exited with 1']),
  )
  expect(trays[0]?.image).toBe('/icons/tray-cross-22.png')
})

test('what did not work is told in one sentence, and the tick goes back', async () => {
  const { trays, notifications } = await start()
  await vi.waitFor(() => expect(labels(trays)).toContain('chat: ready'))
  const item = trays[0]?.menu.find(({ label }) => label === 'chat: ready')
  const before = trays[0]?.menusSet ?? 0
  ;(item?.click as (() => void) | undefined)?.()
  await vi.waitFor(() =>
    expect(notifications.map(({ options }) => options)).toEqual([
      {
        title: 'chat was not stopped',
        body: 'Docker does not answer. Start it.',
        silent: false,
      },
    ]),
  )
  await vi.waitFor(() => expect(trays[0]?.menusSet).toBeGreaterThan(before))
})

test('a run that ended while nobody saw the window is told, also where there is no tray', async () => {
  const { icon, tell, runs, notifications, shown } = await start({ hasTray: false })
  expect(icon).toBeNull()
  runs.set('run-1', [started(examplePlan()), finished(192_000)])
  const run = runSummary({ finishedAt: ago(0), outcome: 'succeeded', elapsedMs: 192_000 })
  await vi.waitFor(() => {
    if (notifications.length === 0) tell({ type: 'run', at: ago(0), run })
    expect(notifications[0]?.options.title).toBe('Start data and apps succeeded')
  })
  notifications[0]?.events.emit('click')
  expect(shown).toEqual([placeInLab('/lab', '/runs/run-1')])
})

test('a run that ended before the eyes of the operator is not', async () => {
  const { tell, runs, history, trays, notifications } = await start({ isHidden: false })
  await vi.waitFor(() => expect(labels(trays)?.[0]).toBe('northlight: 1 ready'))
  runs.set('run-1', [started(examplePlan()), finished(192_000)])
  const run = runSummary({ finishedAt: ago(0), outcome: 'succeeded', elapsedMs: 192_000 })
  history.push(run)
  tell({ type: 'run', at: ago(0), run })
  await vi.waitFor(() => expect(labels(trays)?.join()).toContain('Last run: start succeeded'))
  expect(notifications).toEqual([])
})
