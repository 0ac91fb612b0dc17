import { describe, expect, it } from 'vitest'
import { layTracks, type Anchor } from '../../../../src/renderer/features/yard/tracks.ts'

const anchor = (stack: string, wave: number, y: number, needs: readonly string[] = []): Anchor => ({
  stack,
  wave,
  needs,
  y,
  left: wave * 136,
  right: wave * 136 + 100,
})
const all = () => true
const edge = [anchor('edge', 0, 18), anchor('secrets', 0, 166)]
const data = [anchor('db', 1, 18), anchor('cache', 1, 358)]

describe('layTracks', () => {
  it('merges left stacks upwards and lets right ones leave downwards', () => {
    expect(layTracks([...edge, ...data], all, null)).toEqual([
      { path: 'M100 18H136', isHeld: false },
      { path: 'M100 166H109L118 157', isHeld: false },
      { path: 'M118 349L127 358H136', isHeld: false },
      { path: 'M109 18L118 27V349', isHeld: false },
    ])
  })

  it('draws one straight line between two heads of one height', () => {
    expect(layTracks([anchor('a', 0, 18), anchor('b', 1, 18)], all, null)).toEqual([
      { path: 'M100 18H136', isHeld: false },
    ])
  })

  it('dashes what does not deliver, and everything when nothing does', () => {
    const isHeld = (delivers: (stack: string) => boolean) =>
      layTracks([...edge, ...data], delivers, null).map((track) => track.isHeld)
    expect(isHeld((stack) => stack !== 'secrets')).toEqual([false, true, false, false])
    expect(isHeld(() => false)).toEqual([true, true, true, true])
  })

  it('shows the routes of one stack only', () => {
    const apps = [anchor('chat', 2, 18, ['cache']), anchor('flow', 2, 90, ['db']), anchor('free', 2, 200)]
    expect(layTracks([...edge, ...data, ...apps], all, 'db')).toEqual([
      { path: 'M100 18H136', isHeld: false },
      { path: 'M100 166H109L118 157', isHeld: false },
      { path: 'M109 18L118 27V157', isHeld: false },
      { path: 'M236 18H245L254 27', isHeld: false },
      { path: 'M254 81L263 90H272', isHeld: false },
      { path: 'M254 191L263 200H272', isHeld: false },
      { path: 'M254 27V191', isHeld: false },
    ])
    expect(layTracks([...data, ...apps], all, 'chat').map(({ path }) => path)).toEqual([
      'M236 358H245L254 349',
      'M254 27L263 18H272',
      'M254 27V349',
    ])
  })

  it('draws nothing beside a column that is empty', () => {
    expect([layTracks(edge, all, null), layTracks([], all, null), layTracks(edge, all, 'nobody')]).toEqual([
      [],
      [],
      [],
    ])
  })
})
