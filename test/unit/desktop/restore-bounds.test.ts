import { describe, expect, test } from 'vitest'
import { restoreBounds } from '../../../src/main/desktop/restore-bounds.ts'

const left = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 200, width: 2560, height: 1400 }

describe('restoreBounds', () => {
  test('puts a window back where it was, on whichever screen', () => {
    const onLeft = { x: 40, y: 60, width: 1200, height: 800 }
    const onRight = { x: 2500, y: 300, width: 1200, height: 800 }
    expect(restoreBounds(onLeft, [left, right])).toEqual(onLeft)
    expect(restoreBounds(onRight, [left, right])).toEqual(onRight)
  })

  test('lets Electron centre a first window, no larger than the screen', () => {
    expect(restoreBounds(null, [left])).toEqual({ width: 1440, height: 900 })
    expect(restoreBounds(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({
      width: 1280,
      height: 720,
    })
    expect(restoreBounds(null, [])).toEqual({ width: 1440, height: 900 })
  })

  test.each([
    ['on a screen that is gone', { x: 2500, y: 300, width: 1200, height: 800 }],
    ['with only an edge on the screen', { x: 1850, y: 300, width: 1200, height: 800 }],
    ['with its title bar above the screen', { x: 100, y: -40, width: 1200, height: 800 }],
    ['below the screen', { x: 100, y: 1000, width: 1200, height: 800 }],
  ])('gives up a place %s', (_where, saved) => {
    expect(restoreBounds(saved, [left])).toEqual({ width: 1440, height: 900 })
  })

  test('shrinks a window that was on a larger screen', () => {
    const saved = { x: 0, y: 0, width: 3840, height: 2160 }
    expect(restoreBounds(saved, [left])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 })
  })
})
