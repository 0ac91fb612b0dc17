import { describe, expect, test } from 'vitest'
import { readArguments, readHandedOver, type StartRequest } from '../../../src/main/desktop/read-arguments.ts'

const plain: StartRequest = { link: null, labDir: null, action: null, isHidden: false }

describe('arguments of a start', () => {
  test.each<[string, Partial<StartRequest>]>([
    ['', {}],
    ['. --type=renderer --no-sandbox', {}],
    ['--hidden', { isHidden: true }],
    ['--start-everything', { action: 'start-everything' }],
    ['--stop-apps', { action: 'stop-apps' }],
    ['constructor toString', {}],
    ['--lab', {}],
    ['--lab=', {}],
    ['--lab lab --start-everything', { labDir: '/home/ai/lab', action: 'start-everything' }],
    ['--lab=../lab --hidden', { labDir: '/home/lab', isHidden: true }],
    ['--lab /srv/lab', { labDir: '/srv/lab' }],
    ['switchyard://home/apps?action=up', { link: 'switchyard://home/apps?action=up' }],
    ['--stop-apps --lab /srv/lab switchyard://home --hidden', { link: 'switchyard://home' }],
  ])('%s', (line, expected) => {
    const given = line.split(' ').filter((part) => part !== '')
    expect(readArguments({ arguments: given, workingDir: '/home/ai' })).toEqual({ ...plain, ...expected })
  })

  test('that another instance hands over are read the same, and mean nothing when they cannot be', () => {
    const handed = { arguments: ['--lab', 'lab'], workingDir: '/home/ai' }
    expect(readHandedOver(structuredClone(handed))).toEqual({ ...plain, labDir: '/home/ai/lab' })
    const strange = [
      undefined,
      null,
      'x',
      {},
      { arguments: ['--stop-apps'] },
      { arguments: [1], workingDir: '/' },
    ]
    for (const each of strange) expect(readHandedOver(each)).toEqual(plain)
  })
})
