import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openDesktopState } from '../../../src/main/desktop/desktop-state.ts'
import { temporaryFolder } from './support/desktop-fixture.ts'

const nothing = { window: null, knowsContainersStay: false }
const bounds = { x: 1, y: 2, width: 1200, height: 700 }

describe('openDesktopState', () => {
  let folder: string
  beforeEach(async () => {
    folder = join(await temporaryFolder(), 'switchyard')
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('knows nothing at first, and afterwards what it was told', async () => {
    const state = openDesktopState(folder)
    expect(state.get()).toEqual(nothing)
    state.update({ knowsContainersStay: true })
    state.update({ window: { bounds, isMaximized: true } })
    state.flush()
    const all = { window: { bounds, isMaximized: true }, knowsContainersStay: true }
    expect(openDesktopState(folder).get()).toEqual(all)
    expect(await readdir(folder)).toEqual(['desktop.json'])
  })

  test('writes once for many changes, half a second after the first', async () => {
    vi.useFakeTimers()
    const state = openDesktopState(folder)
    for (let x = 0; x < 100; x += 1)
      state.update({ window: { bounds: { ...bounds, x }, isMaximized: false } })
    expect(openDesktopState(folder).get()).toEqual(nothing)
    vi.advanceTimersByTime(500)
    expect(vi.getTimerCount()).toBe(0)
    expect(openDesktopState(folder).get().window?.bounds.x).toBe(99)
    vi.useRealTimers()
    expect(await readFile(join(folder, 'desktop.json'), 'utf8')).toContain('"x": 99')
  })

  test.each(['', '{', '[]', '{"window":{"bounds":{"x":"left"}}}'])(
    'takes a damaged file %j for none',
    async (text) => {
      const damaged = await temporaryFolder()
      await writeFile(join(damaged, 'desktop.json'), text)
      expect(openDesktopState(damaged).get()).toEqual(nothing)
    },
  )

  test('goes on where the folder cannot be written', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const state = openDesktopState(file)
    state.update({ knowsContainersStay: true })
    state.flush()
    expect(state.get()).toEqual({ window: null, knowsContainersStay: true })
  })
})
