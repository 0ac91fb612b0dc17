import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLinkedLab, folderId } from '../../../src/main/desktop/find-linked-lab.ts'
import { readDeepLink } from '../../../src/main/desktop/read-deep-link.ts'

const shape = 'A link of Switchyard names a lab and at most one stack: switchyard://LAB/STACK.'
const choice = 'A link of Switchyard can say action=open, up, stop or restart only.'
const more = 'A link of Switchyard has no user, port or part behind a #.'

describe('a link of Switchyard', () => {
  test.each([
    ['switchyard://home', { lab: 'home', stack: null, action: 'open' }],
    ['switchyard://home/', { lab: 'home', stack: null, action: 'open' }],
    ['switchyard://home/apps', { lab: 'home', stack: 'apps', action: 'open' }],
    ['switchyard://home/apps/', { lab: 'home', stack: 'apps', action: 'open' }],
    ['SWITCHYARD://Home/apps?action=up', { lab: 'Home', stack: 'apps', action: 'up' }],
    ['switchyard://home?action=stop', { lab: 'home', stack: null, action: 'stop' }],
    [
      'switchyard://my%20lab/10%2Fmodels?action=restart',
      { lab: 'my lab', stack: '10/models', action: 'restart' },
    ],
  ])('%s', (link, expected) => {
    expect(readDeepLink(link)).toEqual(expected)
  })

  test.each([
    ['https://home/apps', 'This is no link of Switchyard.'],
    ['not a link', 'This is no link of Switchyard.'],
    [`switchyard://home/${'a'.repeat(2048)}`, 'The link is too long to be one of Switchyard.'],
    ['switchyard:apps', shape],
    ['switchyard:///apps', shape],
    ['switchyard://home/apps/web', shape],
    ['switchyard://home//', shape],
    ['switchyard://home/%ff', shape],
    ['switchyard://home/%00', shape],
    ['switchyard://home/a%E2%80%AEb', shape],
    ['switchyard://me@home/apps', more],
    ['switchyard://me:secret@home/apps', more],
    ['switchyard://home:80/apps', more],
    ['switchyard://home/apps#part', more],
    ['switchyard://home/apps?action=down', choice],
    ['switchyard://home/apps?action=', choice],
    ['switchyard://home/apps?action=up&action=stop', choice],
    ['switchyard://home/apps?action=up&force=1', choice],
    ['switchyard://home/apps?includeAlwaysOn=true', choice],
  ])('%s is refused', (link, problem) => {
    expect(readDeepLink(link)).toEqual({ problem })
  })

  test('of any shape is read or refused, and never has an action that there is not', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `switchyard://${text}`),
        ),
        (link) => {
          const read = readDeepLink(link)
          if ('problem' in read) expect(read.problem).toMatch(/^.*\.$/)
          else {
            expect(['open', 'up', 'stop', 'restart']).toContain(read.action)
            expect(read.lab).not.toBe('')
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('the lab that a link means', () => {
  const lab = (name: string, dir: string) => ({ name, dir, lastUsedAt: '2026-11-21T12:00:00.000Z' })
  const home = lab('home', '/home/ai/home')
  const other = lab('Other', '/home/ai/other')

  test('is found by its name, in small letters too, and by the id of its folder', () => {
    const labs = [home, other]
    expect(findLinkedLab(labs, 'home')).toBe(home)
    expect(findLinkedLab(labs, 'other')).toBe(other)
    expect(findLinkedLab(labs, folderId(other.dir))).toBe(other)
  })

  test('is one that this operator has used, and no folder', () => {
    expect(findLinkedLab([home], 'strange')).toEqual({
      problem: 'Switchyard knows no lab called strange. Open its folder once, then use the link.',
    })
    expect(findLinkedLab([home], '/home/ai/home')).toHaveProperty('problem')
  })

  test('is not guessed among labs of one name', () => {
    const second = lab('home', '/srv/second')
    const [one, two] = [home, second].map(({ dir }) => folderId(dir))
    expect(findLinkedLab([home, second], 'home')).toEqual({
      problem: `2 labs are called home: write ${one} for home and ${two} for second in the link instead.`,
    })
    expect(findLinkedLab([home, second], two ?? '')).toBe(second)
    expect(findLinkedLab([home, lab('HOME', '/srv/loud')], 'home')).toBe(home)
  })
})
