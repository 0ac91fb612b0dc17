import { describe, expect, test } from 'vitest'
import { findPageAddress } from '../../../src/main/desktop/page-address.ts'
import { createWindow, showPlace, showWindow } from '../../../src/main/desktop/window.ts'
import { openTestState } from './support/desktop-fixture.ts'
import { createStandIn, standInWindow } from './support/stand-in.ts'

async function open({ isPackaged = true, isMaximized = false, startsHidden = false } = {}) {
  const electron = createStandIn({ isPackaged })
  const state = await openTestState()
  if (isMaximized) state.update({ window: { bounds: { x: 5, y: 6, width: 1100, height: 700 }, isMaximized } })
  createWindow(electron.api, {
    preloadFile: '/package/preload.cjs',
    iconFile: '/package/icon.png',
    state,
    startsHidden,
  })
  const made = electron.windows[0]
  if (!made) throw new Error('no window was made')
  return { ...made, stored: state }
}

describe('createWindow', () => {
  test('gives the page no way to Node', async () => {
    const { options } = await open()
    expect(options.webPreferences).toEqual({
      preload: '/package/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      devTools: false,
    })
  })

  test('lets people who work on Switchyard open the developer tools', async () => {
    const { options } = await open({ isPackaged: false })
    expect(options.webPreferences?.devTools).toBe(true)
  })

  test('stays hidden until there is something to show', async () => {
    const { options, events, calls } = await open()
    expect([options.show, calls]).toEqual([false, []])
    events.emit('ready-to-show')
    expect(calls).toEqual(['show'])
  })

  test('comes back where and as large as it was', async () => {
    const { options, events, calls } = await open({ isMaximized: true })
    expect(options).toMatchObject({ x: 5, y: 6, width: 1100, height: 700 })
    events.emit('ready-to-show')
    expect(calls).toEqual(['maximize'])
  })

  test.each([
    [false, []],
    [true, ['maximize']],
  ])(
    'at login it shows only when somebody asks for it, and then as large as it was (%s)',
    async (isMaximized, shown) => {
      const { events, calls } = await open({ isMaximized, startsHidden: true })
      events.emit('ready-to-show')
      expect(calls).toEqual([])
      events.emit('show')
      expect(calls).toEqual(shown)
    },
  )

  test.each(['resize', 'move', 'maximize', 'unmaximize'])('remembers its place on %s', async (event) => {
    const { events, state, stored } = await open()
    state.bounds = { x: 300, y: 200, width: 1300, height: 800 }
    state.isMaximized = event === 'maximize'
    events.emit(event)
    stored.flush()
    expect(stored.get().window).toEqual({ bounds: state.bounds, isMaximized: event === 'maximize' })
  })
})

describe('showWindow', () => {
  test('brings it back from wherever it was put', () => {
    const { window, calls, state } = standInWindow({})
    showWindow(window)
    state.isMinimized = true
    showWindow(window)
    expect(calls).toEqual(['show', 'focus', 'restore', 'show', 'focus'])
  })
})

describe('showPlace', () => {
  test('shows the window with another place of the page, and loads nothing that is shown already', async () => {
    const { window, calls } = standInWindow({})
    await showPlace(window, findPageAddress(null), '/addresses')
    await showPlace(window, findPageAddress(null), '/addresses')
    expect(calls).toEqual(['show', 'focus', 'load app://switchyard/#/addresses', 'show', 'focus'])
  })
})
