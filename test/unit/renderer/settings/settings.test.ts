import { describe, expect, it } from 'vitest'
import { readLimit } from '../../../../src/renderer/features/settings/history-limit.ts'
import { readHost } from '../../../../src/renderer/features/settings/link-host.ts'
import { groupShortcuts } from '../../../../src/renderer/features/settings/shortcut-groups.ts'

describe('a host for links', () => {
  it.each([
    ['wiki.example.org', 'wiki.example.org'],
    [' Wiki.Example.org ', 'wiki.example.org'],
    ['https://wiki.example.org:8443/page?x=1', 'wiki.example.org'],
    ['nas:5000', 'nas'],
    ['10.0.0.7', '10.0.0.7'],
  ])('is taken from “%s”', (typed, host) => {
    expect(readHost(typed, [])).toEqual({ host, problem: null })
  })

  it.each(['not a host', 'javascript:alert(1)', '<img>', 'a..b', '-a', 'a.', 'ftp://x'])(
    'is refused: “%s”',
    (typed) => {
      expect(readHost(typed, [])).toEqual({
        host: null,
        problem: `“${typed}” is not the name of a host. It looks like wiki.example.org.`,
      })
    },
  )

  it('is refused when nothing was typed, and when it is there already', () => {
    expect(readHost('  ', [])).toEqual({
      host: null,
      problem: 'Type the name of a host, like wiki.example.org.',
    })
    expect(readHost('NAS', ['nas'])).toEqual({ host: null, problem: 'nas is in the list already.' })
  })
})

it('groups what has a shortcut as the palette does, with every way to press it', () => {
  const run = () => undefined
  const actions = [
    { id: 'a', title: 'Yard', group: 'Go to', shortcut: 'g y', run },
    { id: 'b', title: 'Start everything', group: 'Lab', shortcut: 'Shift+s', run },
    { id: 'c', title: 'Apps on', group: 'Lab', run },
    {
      id: 'd',
      title: 'Search',
      group: 'Go to',
      shortcut: 'Control+k',
      otherShortcuts: ['Control+Shift+k'],
      run,
    },
  ]
  expect(groupShortcuts(actions)).toEqual([
    {
      name: 'Go to',
      rows: [
        { title: 'Yard', shortcuts: ['g y'] },
        { title: 'Search', shortcuts: ['Control+k', 'Control+Shift+k'] },
      ],
    },
    { name: 'Lab', rows: [{ title: 'Start everything', shortcuts: ['Shift+s'] }] },
  ])
})

describe('a limit for the history', () => {
  it.each([
    ['200', 200],
    [' 500 MB ', 500],
    ['1.5gb', 1500],
    ['20000', 20_000],
  ])('is taken from “%s”', (typed, mb) => {
    expect(readLimit(typed)).toEqual({ mb, problem: null })
  })

  it.each(['', '19', '21 GB', 'much', '-200', '1e3', '200 TB'])('is refused: “%s”', (typed) => {
    expect(readLimit(typed)).toEqual({ mb: null, problem: 'Give a number of MB from 20 to 20000.' })
  })
})
