import { expect, onTestFinished, test, vi } from 'vitest'
import { followTray } from '../../../src/main/desktop/follow-tray.ts'
import type { TrayView } from '../../../src/shared/tray/model.ts'
import { examplePlan, started } from '../cli/support/examples.ts'
import { ago, lease, runSummary, service, stateOf } from '../shared/tray/sample-tray.ts'
import { createTrayClient } from './support/tray-client.ts'

function follow(tray = createTrayClient()) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const views: TrayView[] = []
  const ends: string[] = []
  const followed = followTray(
    tray.client,
    { onView: (view) => views.push(view), onRunEnd: (runId) => ends.push(runId) },
    stop.signal,
    { lookEveryMs: 10, settleMs: 1 },
  )
  return { ...tray, followed, ends, stop, views, view: () => views.at(-1) }
}

test('tells the lab that was used last, each change of it, and the next one', async () => {
  const { view, tell, labs, snapshots, followed, stop } = follow()
  await vi.waitFor(() => expect(view()?.state?.lab.name).toBe('northlight'))
  const web = service('web', 'failed')
  tell({ type: 'service', at: ago(0), stack: 'chat', service: web, stackState: 'failed' })
  await vi.waitFor(() => expect(view()?.state?.status?.stacks[0]?.services).toEqual([web]))

  snapshots.set('/other', stateOf([{ name: 'ai', states: [] }]))
  labs.unshift({ name: 'other', dir: '/other', lastUsedAt: ago(0) })
  await vi.waitFor(() => expect(view()?.state?.lab.stacks[0]?.name).toBe('ai'))
  expect([view()?.lab?.name, followed.selection()?.dir]).toEqual(['other', '/other'])

  labs.splice(0)
  await vi.waitFor(() => expect(view()?.lab).toBeNull())
  expect(followed.selection()).toBeNull()
  stop.abort()
  await followed.ended
})

test('tells a sign of life only while a time in the menu grows', async () => {
  const { view, tell, views } = follow()
  const show = async (readiness: 'ready' | 'loading') => {
    const web = service('web', readiness)
    tell({ type: 'service', at: ago(0), stack: 'chat', service: web, stackState: readiness })
    await vi.waitFor(() => expect(view()?.state?.status?.stacks[0]?.services).toEqual([web]))
  }
  /** Views with nothing in them that was not in the one before. */
  const repeated = () =>
    views.filter((each, index) => {
      const before = views[index - 1]
      return before && Object.entries(each).every(([key, part]) => part === before[key as keyof TrayView])
    }).length
  await vi.waitFor(() => expect(view()?.state?.lab.name).toBe('northlight'))
  await show('loading')
  await show('ready')
  const calm = repeated()
  tell({ type: 'alive', at: ago(0) })
  await show('loading')
  expect(repeated()).toBe(calm)
  tell({ type: 'alive', at: ago(0) })
  await vi.waitFor(() => expect(repeated()).toBeGreaterThan(calm))
})

test('hears the run that goes on, and says when it has ended', async () => {
  const { view, tell, runs, history, leases, ends } = follow()
  await vi.waitFor(() => expect(view()?.state?.lab.name).toBe('northlight'))
  runs.set('run-1', [started(examplePlan())])
  tell({ type: 'run', at: ago(0), run: runSummary() })
  await vi.waitFor(() => expect(view()?.run?.id).toBe('run-1'))

  const over = runSummary({ finishedAt: ago(0), outcome: 'succeeded', elapsedMs: 5000 })
  history.push(over)
  leases.push(lease())
  tell({ type: 'run', at: ago(0), run: over })
  await vi.waitFor(() => expect(view()?.lastRun).toEqual(over))
  await vi.waitFor(() => expect(view()?.leases).toEqual(leases))
  expect([view()?.run, view()?.state?.runs, ends]).toEqual([null, [], ['run-1']])
})

test('looks through the environment that runs, and the profiles that are chosen', async () => {
  const tray = createTrayClient()
  tray.environments.push({ name: null, isRunning: false }, { name: 'dev', isRunning: true })
  tray.snapshots.set('/lab', stateOf([{ name: 'chat', environments: ['dev'], states: [] }]))
  const { view, followed, watched } = follow(tray)
  await vi.waitFor(() => expect(view()?.state?.lab.environment).toBe('dev'))
  expect(followed.selection()).toEqual({ dir: '/lab', environment: 'dev', profiles: [] })
  expect(view()?.environments).toEqual(tray.environments)

  followed.chooseProfiles(['gpu'])
  await vi.waitFor(() =>
    expect(watched.at(-1)).toEqual({ dir: '/lab', environment: 'dev', profiles: ['gpu'] }),
  )
})

test('says why a lab cannot be read, and shows it when it can be again', async () => {
  const tray = createTrayClient()
  const good = tray.snapshots.get('/lab')
  tray.snapshots.set('/lab', new Error('The file compose.yaml is broken.'))
  const { view, snapshots } = follow(tray)
  await vi.waitFor(() => expect(view()?.problem).toBe('The file compose.yaml is broken.'))
  expect(view()?.lab?.name).toBe('northlight')
  if (good) snapshots.set('/lab', good)
  await vi.waitFor(() => expect([view()?.problem, view()?.state?.lab.name]).toEqual([null, 'northlight']))
})

test('gives up profiles that the lab does not know any more', async () => {
  const { followed, snapshots, watched, view } = follow()
  await vi.waitFor(() => expect(view()?.state?.lab.name).toBe('northlight'))
  const good = snapshots.get('/lab')
  snapshots.set('/lab', new Error('No service of this lab has the profile `gpu`.'))
  followed.chooseProfiles(['gpu'])
  await vi.waitFor(() => expect(watched.map(({ profiles }) => profiles)).toContainEqual(['gpu']))
  await vi.waitFor(() => expect(followed.selection()?.profiles).toEqual([]))
  if (good) snapshots.set('/lab', good)
  await vi.waitFor(() => expect(view()?.problem).toBeNull())
})
