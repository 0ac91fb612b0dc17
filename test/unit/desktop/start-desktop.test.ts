import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { DesktopCore } from '../../../src/main/desktop/desktop-core.ts'
import { openDesktopState } from '../../../src/main/desktop/desktop-state.ts'
import { startDesktop } from '../../../src/main/desktop/start-desktop.ts'
import type { RunSummary } from '../../../src/shared/run.ts'
import { afterwards, openTestCore, packageWithPage, temporaryFolder } from './support/desktop-fixture.ts'
import { createStandIn, emitPreventable, type StandIn } from './support/stand-in.ts'

interface Start {
  readonly electron?: StandIn
  /** What the desktop says, one after the other; the last one then on. */
  readonly hasTrayHost?: boolean | readonly boolean[]
  readonly devServerUrl?: string | null
  readonly packageDir?: string
  readonly arguments?: readonly string[]
  readonly opened?: Awaited<ReturnType<typeof openTestCore>>
}

async function start({ electron = createStandIn(), hasTrayHost = true, ...options }: Start = {}) {
  const { core, home, stateDir } = options.opened ?? (await openTestCore())
  const packageDir = options.packageDir ?? (await packageWithPage())
  const done: string[] = []
  const session = new EventEmitter()
  const lines: string[] = []
  const trayAnswers = [hasTrayHost].flat()
  let ongoingRuns: readonly RunSummary[] = []
  const ownCore: DesktopCore = {
    router: core.router,
    client: core.client,
    ongoingRuns: () => ongoingRuns,
    woke: () => void done.push('core woke'),
    dispose: () => Promise.resolve(void done.push('core disposed')),
  }
  await startDesktop({
    api: electron.api,
    openCore: () => ownCore,
    packageDir,
    devServerUrl: options.devServerUrl ?? null,
    hasTrayHost: () =>
      Promise.resolve((trayAnswers.length > 1 ? trayAnswers.shift() : trayAnswers[0]) === true),
    handed: { arguments: [...(options.arguments ?? [])], workingDir: home },
    variables: { HOME: home },
    ownCommand: ['/opt/Switchyard/switchyard-desktop'],
    onSessionEnd: (listener) => void session.on('end', listener),
    log: (line) => lines.push(line),
  })
  // A machine that goes to sleep has what the window remembers written, before the test's folder goes.
  afterwards(() => void electron.events.power.emit('suspend'))
  const window = () => {
    const first = electron.windows[0]
    if (!first) throw new Error('there is no window')
    return first
  }
  return {
    electron,
    core,
    home,
    session,
    stateDir,
    packageDir,
    done,
    lines,
    window,
    beginRun: () => (ongoingRuns = [goingOn]),
  }
}

const goingOn: RunSummary = {
  id: 'run-1',
  kind: 'start',
  lab: { name: 'northlight', dir: '/home/ai/lab' },
  startedAt: '2026-11-21T12:00:00.000Z',
  finishedAt: null,
  outcome: null,
  elapsedMs: null,
}

describe('startDesktop', () => {
  test('opens one window with the built page, sandboxed, and a tray', async () => {
    const { electron, window, packageDir, lines } = await start()
    expect(electron.calls).toEqual(['enable sandbox'])
    expect(window().calls).toEqual(['load app://switchyard/'])
    expect(window().options.webPreferences?.preload).toBe(join(packageDir, 'out', 'preload', 'index.cjs'))
    expect([...electron.served.keys()]).toEqual(['app'])
    expect(electron.trays.map(({ image }) => image)).toEqual([
      join(packageDir, 'resources', 'icons', 'tray-square-22.png'),
    ])
    expect(lines).toEqual([])
  })

  test('every web contents is guarded, and links go through the allow-list', async () => {
    const { electron, window } = await start()
    expect(window().page.handlers.open?.({ url: 'http://localhost:3000/' } as never)).toEqual({
      action: 'deny',
    })
    await vi.waitFor(() => expect(electron.calls).toContain('open http://localhost:3000/'))
    const away = { url: 'https://example.com/', isMainFrame: true }
    expect(emitPreventable(window().page.events, 'will-navigate', away)).toBe(true)
    await vi.waitFor(() => expect(electron.questions).toHaveLength(1))
    expect(electron.calls).not.toContain('open https://example.com/')
  })

  test('a second start ends at once, and shows the window of the first', async () => {
    const second = createStandIn({ isFirst: false })
    await start({ electron: second })
    expect([second.calls, second.windows]).toEqual([['quit', 'has quit'], []])

    const { electron, window } = await start()
    window().state.isMinimized = true
    electron.events.app.emit('second-instance')
    expect(window().calls).toEqual(['load app://switchyard/', 'restore', 'show', 'focus'])
  })

  test('the close button hides the window in the tray', async () => {
    const { electron, window } = await start()
    expect(emitPreventable(window().events, 'close')).toBe(true)
    await vi.waitFor(() => expect(window().calls).toContain('hide'))
    expect(electron.calls).not.toContain('quit')
  })

  test.each([
    ['the operator wants no tray', { closeToTray: false, hasTrayHost: true, hasTray: true }],
    ['the desktop shows no tray', { closeToTray: true, hasTrayHost: false, hasTray: true }],
    ['there is no tray at all', { closeToTray: true, hasTrayHost: true, hasTray: false }],
  ])('the close button quits where %s', async (_why, { closeToTray, hasTrayHost, hasTray }) => {
    const { electron, core, window, done } = await start({
      electron: createStandIn({ hasTray }),
      hasTrayHost,
    })
    await core.client.settings.update({ closeToTray })
    expect(emitPreventable(window().events, 'close')).toBe(true)
    await vi.waitFor(() => expect(electron.calls).toContain('exit 0'))
    expect(window().calls).not.toContain('hide')
    expect(done).toEqual(['core disposed'])
    expect(emitPreventable(window().events, 'close')).toBe(false)
  })

  test('a window is hidden only behind an icon that can be seen: one of before there was a tray is put in again', async () => {
    const { electron, window } = await start({ hasTrayHost: [false, true] })
    expect(electron.trays.map(({ isDestroyed }) => isDestroyed)).toEqual([false])
    emitPreventable(window().events, 'close')
    await vi.waitFor(() => expect(window().calls).toContain('hide'))
    expect(electron.trays.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false])
  })

  test('quitting in the middle of a run asks, and the window stays for who keeps going', async () => {
    const { electron, window, done, beginRun } = await start({ hasTrayHost: false })
    beginRun()
    electron.answers.push(1)
    emitPreventable(window().events, 'close')
    await vi.waitFor(() =>
      expect(electron.questions.map(({ message }) => message)).toEqual(['A run is going on']),
    )
    expect([electron.calls.includes('exit 0'), done]).toEqual([false, []])
    expect(window().calls).toEqual(['load app://switchyard/'])
  })

  test('what containers do after quitting is said once, over all starts', async () => {
    const first = await start()
    first.electron.api.app.quit()
    await vi.waitFor(() => expect(first.electron.calls).toContain('exit 0'))
    expect(first.electron.questions).toHaveLength(1)
    expect(openDesktopState(first.stateDir).get().knowsContainersStay).toBe(true)
  })

  test('a crashed page can be loaded again; what the core does goes on', async () => {
    const { electron, window, done } = await start()
    window().events.emit('ready-to-show')
    window().page.events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    await vi.waitFor(() =>
      expect(window().calls).toEqual(['load app://switchyard/', 'show', 'load app://switchyard/']),
    )
    expect(electron.questions.map(({ message }) => message)).toEqual(['The window stopped working'])
    expect(done).toEqual([])
  })

  test('a page that is loaded anew loses its port and nothing else: the run goes on', async () => {
    const { window, done, beginRun } = await start()
    beginRun()
    window().page.events.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(done).toEqual([])
  })

  test('the end of the session cancels the run and closes the core without a question', async () => {
    const { electron, session, done, beginRun } = await start()
    beginRun()
    session.emit('end')
    await vi.waitFor(() => expect(electron.calls).toContain('exit 0'))
    expect([electron.questions, done]).toEqual([[], ['core disposed']])
  })

  test('the shutdown of the machine is not the first that is asked for: Electron on Linux would not tell it', async () => {
    const electron = createStandIn()
    const asked: (string | symbol)[] = []
    electron.events.power.on('newListener', (event: string | symbol) => asked.push(event))
    await start({ electron })
    expect(asked).toEqual(['suspend', 'resume', 'shutdown'])
  })

  test('before the machine sleeps what is not written is, and after it the core looks again', async () => {
    const { electron, window, stateDir, done } = await start()
    window().events.emit('move')
    electron.events.power.emit('suspend')
    expect(openDesktopState(stateDir).get().window?.bounds).toEqual(window().state.bounds)
    electron.events.power.emit('resume')
    expect(done).toEqual(['core woke'])
  })

  test('shows the development server to people who work on it, and never once it is installed', async () => {
    const devServerUrl = 'http://localhost:5173/'
    const inDevelopment = await start({ electron: createStandIn({ isPackaged: false }), devServerUrl })
    expect(inDevelopment.window().calls).toEqual(['load http://localhost:5173/'])
    const installed = await start({ devServerUrl })
    expect(installed.window().calls).toEqual(['load app://switchyard/'])
  })

  test('goes on when the page is lost while it is loaded for the first time, and loads it again', async () => {
    const electron = createStandIn()
    const { BrowserWindow } = electron.api
    Object.assign(electron.api, {
      BrowserWindow: function (options: ConstructorParameters<typeof BrowserWindow>[0]) {
        const window = new BrowserWindow(options)
        const load = window.loadURL.bind(window)
        window.loadURL = () => {
          window.loadURL = load
          return Promise.reject(new Error("ERR_FAILED (-2) loading 'app://switchyard/'"))
        }
        return window
      },
    })
    const { window, lines } = await start({ electron })
    expect(lines).toEqual(["switchyard: ERR_FAILED (-2) loading 'app://switchyard/'"])
    window().page.events.emit('render-process-gone', {}, { reason: 'crashed' })
    await vi.waitFor(() => expect(window().calls).toEqual(['load app://switchyard/']))
    expect(electron.calls).toEqual(['enable sandbox'])
  })

  test('says why it cannot start, and ends', async () => {
    const electron = createStandIn()
    const packageDir = await temporaryFolder()
    await start({ electron, packageDir })
    expect(electron.calls).toEqual([
      'enable sandbox',
      `error Switchyard cannot start: There is no built page in ${join(packageDir, 'out', 'renderer')}. Run \`npm run build\` first.`,
      'exit 1',
    ])
  })
})

describe('what a start asks for', () => {
  const hidden = ['--hidden']

  test('hidden, it stays in the tray, and a later start shows it', async () => {
    const { electron, window } = await start({ arguments: hidden })
    window().events.emit('ready-to-show')
    expect(window().calls).toEqual(['load app://switchyard/'])
    electron.events.app.emit('second-instance', {}, [], '/', { arguments: hidden, workingDir: '/' })
    expect(window().calls).toEqual(['load app://switchyard/'])
    electron.events.app.emit('second-instance', {}, [], '/', { arguments: [], workingDir: '/' })
    expect(window().calls).toEqual(['load app://switchyard/', 'show', 'focus'])
  })

  test('hidden at login, before the desktop has a tray, it is found in it afterwards', async () => {
    const { electron, window } = await start({ arguments: hidden, hasTrayHost: [false, true] })
    await vi.waitFor(() =>
      expect(electron.trays.map(({ isDestroyed }) => isDestroyed)).toEqual([true, false]),
    )
    expect(window().calls).toEqual(['load app://switchyard/'])
  })

  test('hidden means nothing where there is no tray', async () => {
    const { window } = await start({ electron: createStandIn({ hasTray: false }), arguments: hidden })
    window().events.emit('ready-to-show')
    expect(window().calls).toEqual(['load app://switchyard/', 'show'])
  })

  test('a second start hands over its arguments and ends', async () => {
    const electron = createStandIn({ isFirst: false })
    const { home } = await start({ electron, arguments: ['--stop-apps'] })
    expect(electron.handedOver).toEqual([{ arguments: ['--stop-apps'], workingDir: home }])
    expect(electron.calls).toEqual(['quit', 'has quit'])
  })

  test('a folder that is no lab is told', async () => {
    const { home, electron } = await start({ arguments: ['--lab', 'nowhere'] })
    await vi.waitFor(() => expect(electron.questions).toHaveLength(1))
    expect(electron.questions[0]).toMatchObject({ message: 'Switchyard could not do that' })
    expect(electron.questions[0]?.detail).toContain(join(home, 'nowhere'))
  })

  test('settings of the desktop hold from the start', async () => {
    const opened = await openTestCore()
    await opened.core.client.settings.update({
      startAtLogin: true,
      deepLinks: true,
      globalShortcut: 'Control+Alt+Y',
    })
    const { electron, home } = await start({ opened })
    await vi.waitFor(() => expect([...electron.shortcuts.keys()]).toEqual(['Control+Alt+Y']))
    expect(existsSync(join(home, '.config', 'autostart', 'switchyard.desktop'))).toBe(true)
    expect(electron.calls).toContain('take switchyard links')
  })
})
