import { describe, expect, it } from 'vitest'
import { toEntry } from '../../../../src/renderer/features/logs/entry.ts'
import { type Filter, judge } from '../../../../src/renderer/features/logs/filter.ts'
import { levels } from '../../../../src/renderer/features/logs/level.ts'
import { createLogStore } from '../../../../src/renderer/features/logs/log-store.ts'
import { compileSearch, type Search } from '../../../../src/renderer/features/logs/search.ts'
import { toSegments } from '../../../../src/renderer/features/logs/segments.ts'

const search = (text: string, isRegex = false): Search => {
  const compiled = compileSearch({ text, isRegex })
  if (!compiled || 'error' in compiled) throw new Error('this is no pattern')
  return compiled
}
const all: Filter = { levels: new Set(levels), search: null, onlyMatches: false, window: null }
const line = (text: string, second = 0) => ({
  service: { stack: 'data', service: 'db' },
  stream: 'stdout' as const,
  at: new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toISOString(),
  text,
})

describe('a search', () => {
  it('takes signs as they are, unless it is a regular expression', () => {
    expect([search('a.b').test('axb'), search('a.b').test('a.b'), search('a.b', true).test('axb')]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('minds capital letters when there is one', () => {
    expect([
      search('error').test('ERROR'),
      search('Error').test('ERROR'),
      search('\\S+D', true).test('id'),
    ]).toEqual([true, false, false])
  })

  it('finds every place', () => {
    expect([search('ab').ranges('ab xab'), search('x*', true).ranges('axxb')]).toEqual([
      [
        [0, 2],
        [4, 6],
      ],
      [[1, 3]],
    ])
  })

  it('is nothing when it is empty, and says why when it is no pattern', () => {
    expect([
      compileSearch({ text: '', isRegex: true }),
      compileSearch({ text: '(a', isRegex: true }),
    ]).toEqual([null, { error: 'Unterminated group' }])
  })

  it('marks what was found across colours', () => {
    const red = { color: 'red', bold: false, italic: false, underline: false } as const
    const spans = [
      { text: 'time', style: red },
      { text: 'd out.', style: null },
    ]
    expect(toSegments(spans, [[2, 9]])).toEqual([
      { text: 'ti', style: red, isMatch: false },
      { text: 'me', style: red, isMatch: true },
      { text: 'd out', style: null, isMatch: true },
      { text: '.', style: null, isMatch: false },
    ])
  })
})

describe('the filter', () => {
  const entry = toEntry(line('ERROR timed out', 30))
  it.each<[string, Partial<Filter>, ReturnType<typeof judge>]>([
    ['shows everything at first', {}, 'shown'],
    ['hides a level', { levels: new Set(['info']) }, 'hidden'],
    ['tells a match', { search: search('timed') }, 'match'],
    ['shows what does not match', { search: search('nothing') }, 'shown'],
    ['hides what does not match when asked to', { search: search('nothing'), onlyMatches: true }, 'hidden'],
    ['hides another time', { window: { fromMs: 0, toMs: 1 } }, 'hidden'],
    ['shows its time', { window: { fromMs: entry.atMs ?? 0, toMs: entry.atMs ?? 0 } }, 'shown'],
  ])('%s', (_, changes, verdict) => {
    expect(judge(entry, { ...all, ...changes })).toBe(verdict)
  })
})

describe('the store', () => {
  const filled = (count: number) => {
    const store = createLogStore(all)
    for (let from = 0; from < count; from += 500)
      store.append({
        lines: Array.from({ length: 500 }, (_, index) =>
          line(`${(from + index) % 10 === 0 ? 'ERROR' : 'INFO'} ${from + index}`),
        ),
        dropped: 0,
      })
    return store
  }

  it('keeps 50,000 lines, and four times as many while somebody reads', () => {
    const store = filled(60_000)
    const following = [store.rows().count, store.ring.first]
    store.setPaused(true)
    store.append({ lines: [line('one more')], dropped: 0 })
    expect([following, store.rows().count]).toEqual([[50_000, 10_000], 50_001])
  })

  it('filters many lines in slices, and those that come meanwhile', async () => {
    const store = filled(50_000)
    store.setFilter({ ...all, search: search('ERROR'), onlyMatches: true })
    store.append({ lines: [line('ERROR at last'), line('INFO at last')], dropped: 0 })
    await expect.poll(() => store.getSnapshot().isFiltering).toBe(false)
    await expect.poll(() => store.rows().count).toBe(5000)
    expect(store.ring.get(store.rows().numberAt(4999))?.text).toBe('ERROR at last')
    expect(store.matches().count).toBe(5000)
  })

  it('counts what was left out, and remembers where', async () => {
    const store = createLogStore(all)
    store.append({ lines: [line('before')], dropped: 0 })
    store.append({ lines: [], dropped: 5 })
    store.append({ lines: [line('after'), line('and on')], dropped: 7 })
    await expect.poll(() => store.getSnapshot().dropped).toBe(12)
    expect([0, 1, 2].map((number) => store.ring.get(number)?.dropped)).toEqual([0, 12, 0])
  })

  it('begins anew when cleared', async () => {
    const store = filled(1000)
    store.clear()
    store.append({ lines: [line('WARN new')], dropped: 0 })
    await expect.poll(() => store.getSnapshot().counts).toEqual({ error: 0, warn: 1, info: 0, debug: 0 })
    expect([store.rows().count, store.getSnapshot().buffered]).toEqual([1, 1])
  })
})
