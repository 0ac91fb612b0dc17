import { describe, expect, test } from 'vitest'
import { applyRunEvent, type RunView } from '../../../../src/shared/run-view.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import { trayMenu } from '../../../../src/shared/tray/menu.ts'
import type { TrayView } from '../../../../src/shared/tray/model.ts'
import { planOf, startStep } from '../../cli/support/examples.ts'
import {
  actionOf,
  ago,
  lease,
  linesOf,
  nowMs,
  runSummary,
  type SampleStack,
  service,
  stateOf,
  viewOf,
} from './sample-tray.ts'

const lines = (view: TrayView) => linesOf(trayMenu(view, nowMs))
const action = (view: TrayView, label: string) => actionOf(trayMenu(view, nowMs), label)

const edge: SampleStack = { name: 'edge', alwaysOn: true, states: [service('proxy', 'ready')] }
const chat: SampleStack = { name: 'chat', states: [service('open-webui', 'ready'), service('db', 'ready')] }
const media: SampleStack = { name: 'media', states: [service('jellyfin', 'stopped')] }
const end = ['---', 'Open Switchyard', 'Quit (the lab keeps running)']

function heard(events: readonly RunEvent[]): RunView | null {
  return events.reduce<RunView | null>(applyRunEvent, null)
}

/** A start of everything that has begun 100 s ago. */
function going(expectedMs: number | null): RunView | null {
  const steps = [startStep('edge/proxy'), startStep('inference/sglang'), startStep('chat/open-webui')]
  const plan = planOf([['edge'], ['inference'], ['chat']], steps, { expectedMs })
  const changed = {
    type: 'service-changed',
    readyBy: null,
    detail: null,
    container: null,
    elapsedMs: null,
  } as const
  return heard([
    { type: 'run-started', runId: 'run-1', at: ago(100_000), plan },
    {
      ...changed,
      at: ago(90_000),
      service: { stack: 'edge', service: 'proxy' },
      readiness: 'ready',
    },
  ])
}

describe('the menu of the tray', () => {
  test('says how an idle lab is, and offers what can be done', () => {
    const view = viewOf(stateOf([edge, chat, media]), {
      lastRun: runSummary({
        id: 'run-9',
        finishedAt: ago(60_000),
        outcome: 'succeeded',
        elapsedMs: 192_000,
      }),
    })
    expect(lines(view)).toEqual([
      'northlight: 3 ready',
      '---',
      'Start everything',
      '[x] Apps on (never touches always-on)',
      '---',
      '[x] (edge: ready, always on)',
      '[x] chat: ready',
      '[ ] media: stopped',
      '---',
      'Last run: start succeeded in 3m 12s, 11:59',
      ...end,
    ])
    expect(action(view, 'Start everything')).toEqual({ type: 'start-everything' })
    expect(action(view, 'Apps on (never touches always-on)')).toEqual({ type: 'apps', to: 'off' })
    expect(action(view, 'chat: ready')).toEqual({ type: 'stack', stack: 'chat', to: 'off' })
    expect(action(view, 'media: stopped')).toEqual({ type: 'stack', stack: 'media', to: 'on' })
    expect(action(view, 'edge: ready, always on')).toBeNull()
    expect(action(view, 'Last run: start succeeded in 3m 12s, 11:59')).toEqual({
      type: 'open',
      place: '/runs/run-9',
    })
    expect(action(view, 'Open Switchyard')).toEqual({ type: 'open', place: null })
    expect(action(view, 'Quit (the lab keeps running)')).toEqual({ type: 'quit' })
  })

  test('says of a start how far it is, what it waits for and how long still, and offers to cancel it', () => {
    const sglang = service('sglang', 'loading', { startedAt: ago(95_000), usualMs: 230_000 })
    const waiting = service('open-webui', 'waiting', { detail: 'waits for inference/sglang' })
    const stacks = [edge, { name: 'inference', states: [sglang] }, { name: 'chat', states: [waiting] }]
    const view = viewOf(stateOf(stacks, { runs: [runSummary()] }), { run: going(248_000) })
    expect(lines(view)).toEqual([
      'northlight: starting, 1 of 3 ready',
      'Waiting for sglang, about 2m 30s left',
      '---',
      'Cancel start everything',
      '[x] (Apps on (never touches always-on))',
      '---',
      '[x] (edge: ready, always on)',
      '[x] (inference: loading, sglang 40\u00a0%)',
      '[x] (chat: waiting)',
      ...end,
    ])
    expect(action(view, 'Cancel start everything')).toEqual({ type: 'cancel', runId: 'run-1' })
    expect(action(view, 'northlight: starting, 1 of 3 ready')).toEqual({ type: 'open', place: '/runs/run-1' })
    expect(action(view, 'Waiting for sglang, about 2m 30s left')).toEqual({
      type: 'open',
      place: '/services/inference/sglang',
    })
  })

  test('says that a start takes longer than usual, and nothing of time where none is expected', () => {
    const stacks = [
      { name: 'inference', states: [service('sglang', 'starting'), service('vllm', 'loading')] },
    ]
    const state = stateOf(stacks, { runs: [runSummary()] })
    expect(lines(viewOf(state, { run: going(50_000) }))[1]).toBe(
      'Waiting for sglang and 1 more, longer than usual',
    )
    expect(lines(viewOf(state, { run: going(null) }))[1]).toBe('Waiting for sglang and 1 more')
  })

  test('knows of a run nothing was heard of what it is, and how to cancel it', () => {
    const view = viewOf(stateOf([edge, chat], { runs: [runSummary({ kind: 'down' })] }))
    expect(lines(view).slice(0, 3)).toEqual(['northlight: taking down', '---', 'Cancel the take-down'])
  })

  test('names what has failed, and why', () => {
    const failed = service('open-webui', 'failed', { detail: 'port 8080 is taken by nginx' })
    const sglang = service('sglang', 'loading', { startedAt: ago(10_000), usualMs: 100_000 })
    const view = viewOf(
      stateOf([
        edge,
        { name: 'inference', states: [sglang] },
        { name: 'chat', states: [failed, service('db', 'ready')] },
      ]),
    )
    expect(lines(view)).toEqual([
      'northlight: 2 ready, 1 loading, 1 failed',
      'open-webui: port 8080 is taken by nginx',
      '---',
      'Start everything',
      '[x] Apps on (never touches always-on)',
      '---',
      '[x] (edge: ready, always on)',
      '[x] inference: loading, sglang 10\u00a0%',
      '[x] chat: failed, open-webui',
      ...end,
    ])
    expect(action(view, 'open-webui: port 8080 is taken by nginx')).toEqual({
      type: 'open',
      place: '/services/chat/open-webui',
    })
  })

  test('says how many more have failed, however long the first reason is', () => {
    const states = ['a', 'b', 'c'].map((name) => service(name, 'failed', { detail: 'x'.repeat(100) }))
    const told = lines(viewOf(stateOf([{ name: 'chat', states }])))
    expect(told[1]).toBe(`a: ${'x'.repeat(38)}… (2 more failures)`)
    expect(told[1]).toHaveLength(60)
    expect(told).toContain('[ ] chat: failed, a and 2 more')
  })

  test('says that the apps are off, and what is up without them', () => {
    const down = { name: 'chat', states: [service('open-webui', 'stopped'), service('db', 'stopped')] }
    expect(lines(viewOf(stateOf([edge, down])))).toEqual([
      'northlight: apps off, 1 ready',
      '---',
      'Start everything',
      '[ ] Apps on (never touches always-on)',
      '---',
      '[x] (edge: ready, always on)',
      '[ ] chat: stopped',
      ...end,
    ])
    expect(lines(viewOf(stateOf([down])))[0]).toBe('northlight: stopped')
    expect(action(viewOf(stateOf([down])), 'Apps on')).toEqual({ type: 'apps', to: 'on' })
  })

  test('has no master switch for a lab that is always on', () => {
    expect(lines(viewOf(stateOf([edge])))).toEqual([
      'northlight: 1 ready',
      '---',
      'Start everything',
      '---',
      '[x] (edge: ready, always on)',
      ...end,
    ])
  })

  test('shows without an engine what was seen last, and lets nothing be started', () => {
    const problem = { code: 'ENGINE_UNREACHABLE', message: 'Docker at /run/docker.sock does not answer.' }
    const engine = {
      connected: false,
      address: '/run/docker.sock',
      version: null,
      problem,
      since: ago(28 * 60_000),
    }
    const view = viewOf(stateOf([edge, chat], { engine }))
    expect(lines(view)).toEqual([
      'northlight: engine not reachable',
      'Docker at /run/docker.sock does not answer.',
      '---',
      '(Start everything)',
      '[x] (Apps on (never touches always-on))',
      '---',
      '[x] (edge: ready, always on, last seen 11:32)',
      '[x] (chat: ready, last seen 11:32)',
      ...end,
    ])
    expect(action(view, 'northlight: engine not reachable')).toEqual({ type: 'open', place: '/doctor' })
    const never = viewOf(stateOf([edge, chat], { engine, status: null }))
    expect(lines(never).slice(5, 8)).toEqual([
      '---',
      '[ ] (edge: not seen yet, always on)',
      '[ ] (chat: not seen yet)',
    ])
  })

  test('leads to a first lab where there is none', () => {
    const view = { ...viewOf(null), lab: null }
    expect(lines(view)).toEqual([
      'No lab yet',
      'Open a folder with Compose files',
      '---',
      'Open Switchyard',
      'Quit',
    ])
    expect(action(view, 'No lab yet')).toEqual({ type: 'open', place: '/labs' })
  })

  test('says why a lab cannot be read, and that it is being read', () => {
    expect(lines(viewOf(null, { problem: 'There is no folder /lab.' }))).toEqual([
      'northlight: cannot be read',
      'There is no folder /lab.',
      ...end,
    ])
    expect(lines(viewOf(null))).toEqual(['northlight: being read', ...end])
    expect(lines(viewOf(stateOf([chat], { status: null })))[0]).toBe('northlight: being read')
  })

  test('says what is wrong with files that could be read before', () => {
    const problems = [{ code: 'LAB_FILE_INVALID', message: 'The file has a tab in line 3.' }]
    const view = viewOf(stateOf([chat], { problems }))
    expect(lines(view)[1]).toBe('The file has a tab in line 3.')
    expect(action(view, 'The file has a tab in line 3.')).toEqual({ type: 'open', place: '/doctor' })
  })

  test('says who holds the host, and gives it back', () => {
    const held = (more: Parameters<typeof lease>[0]) => {
      const menu = lines(viewOf(stateOf([chat]), { leases: [lease(more)] }))
      return menu.slice(menu.indexOf('[x] chat: ready') + 2, menu.indexOf('Open Switchyard') - 1)
    }
    expect(held({})).toEqual(['(Heavy load: held by run 4f1c22aa for 1m 30s)', 'Restore now…'])
    expect(held({ kind: 'hand', run: '', since: ago(5_000_000) })[0]).toBe(
      '(Heavy load: held by hand for 1h 25m)',
    )
    expect(held({ phase: 'taking' })[0]).toBe('(Heavy load: the host is being prepared)')
    expect(held({ phase: 'restoring' })[0]).toBe('(Heavy load: being given back)')
    expect(held({ phase: 'pending' })[0]).toBe('(Heavy load: cannot be given back yet)')
    expect(action(viewOf(stateOf([chat]), { leases: [lease()] }), 'Restore now…')).toEqual({
      type: 'restore',
    })
  })

  test('offers environments, profiles and links, each in a menu of its own', () => {
    const profiled = { ...chat, profiles: ['cpu'], availableProfiles: ['cpu', 'gpu'], environments: ['dev'] }
    const view = viewOf(stateOf([profiled]), {
      environments: [
        { name: null, isRunning: true },
        { name: 'dev', isRunning: false },
      ],
      links: [{ name: 'Open WebUI', stack: 'chat', url: 'http://localhost:8080/' }],
    })
    const menu = lines(view)
    expect(menu.slice(menu.indexOf('Environments >'), menu.indexOf('Open Switchyard') - 1)).toEqual([
      'Environments >',
      '  [x] (default)',
      '  [ ] dev…',
      'Profiles >',
      '  (For what is started next)',
      '  [x] cpu',
      '  [ ] gpu',
      'Links >',
      '  Open WebUI (chat)',
      '  ---',
      '  All addresses…',
    ])
    expect(action(view, 'dev…')).toEqual({ type: 'environment', environment: 'dev' })
    expect(action(view, 'cpu')).toEqual({ type: 'profiles', profiles: [] })
    expect(action(view, 'gpu')).toEqual({ type: 'profiles', profiles: ['cpu', 'gpu'] })
    expect(action(view, 'Open WebUI (chat)')).toEqual({ type: 'link', url: 'http://localhost:8080/' })
    expect(action(view, 'All addresses…')).toEqual({ type: 'open', place: '/addresses' })
  })

  test('keeps the state in sight behind long names, and shows no characters that are hidden', () => {
    const odd = [
      { name: 'n'.repeat(80), states: [service('web', 'ready')] },
      {
        name: 'a\u202eb\u0007',
        states: [service('one\ntwo\u200f', 'failed', { detail: '\u001b[31mred\u2066' })],
      },
    ]
    const links = [{ name: 'l'.repeat(100), stack: 'chat', url: 'http://localhost/' }]
    const view = { ...viewOf(stateOf(odd), { links }), lab: { name: '\u202enorth\tlight', dir: '/lab' } }
    expect(lines(view)).toEqual([
      'north light: 1 ready, 1 failed',
      'one two: [31mred',
      '---',
      'Start everything',
      '[x] Apps on',
      '---',
      `[x] ${'n'.repeat(31)}…: ready`,
      '[ ] ab: failed, one two',
      '---',
      'Links >',
      `  ${'l'.repeat(59)}…`,
      '  ---',
      '  All addresses…',
      ...end,
    ])
  })

  test('stays short however many stacks and links there are, and hides nothing that failed', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `stack-${index}`,
      states: [service(`web-${index}`, index === 39 ? 'failed' : 'ready')],
    }))
    const links = many.map(({ name }, index) => ({
      name,
      stack: name,
      url: `http://localhost:${8000 + index}/`,
    }))
    const view = viewOf(stateOf(many), { links })
    const menu = lines(view)
    const stacks = menu.filter((line) => /^\[.\] stack-/.test(line))
    expect(stacks).toHaveLength(24)
    expect(stacks.at(-1)).toBe('[ ] stack-39: failed, web-39')
    expect(menu[menu.indexOf('[ ] stack-39: failed, web-39') + 1]).toBe('More in the window…')
    expect(action(view, 'More in the window…')).toEqual({ type: 'open', place: '/yard' })
    expect(menu.filter((line) => line.startsWith('  stack-'))).toHaveLength(12)
  })

  test('says how much of a stack is ready, and leaves out stacks with nothing in them', () => {
    const half = {
      name: 'half',
      states: [service('a', 'ready'), service('b', 'done'), service('c', 'stopped')],
    }
    const menu = lines(viewOf(stateOf([half, { name: 'empty', states: [] }])))
    expect(menu.slice(5, 7)).toEqual(['[x] half: 2 of 3 ready', '---'])
  })
})
