import { describe, expect, it } from 'vitest'
import { couldBe, parsePort, parseVolume, takesPort } from '../../../src/main/detail/short-forms.ts'

describe('couldBe', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['${X}', 'anything', true],
    ['pre-${X:-a}-post', 'pre-b-post', true],
    ['pre-$X', 'other', false],
    ['${X:-${Y:-z}}!', 'z!', true],
    ['$$HOME', '$$HOME', true],
    ['$$HOME', '/root', false],
    ['${A}b${C}', 'b', true],
    ['a${B}a', 'a', false],
    ['${A}-x-${B}-x', '-x-x', false],
    ['${A}-x-${B}-x', '-x--x', true],
    // As a pattern with so many gaps, this would never end.
    [`${'${A}'.repeat(40)}x`, 'y'.repeat(200), false],
  ])('%j as %j: %s', (written, resolved, expected) => {
    expect(couldBe(written, resolved)).toBe(expected)
  })
})

describe('parsePort', () => {
  it.each([
    ['80', null, null, '80', null],
    ['8080:80', null, '8080', '80', null],
    ['127.0.0.1:8080:80/udp', '127.0.0.1', '8080', '80', 'udp'],
    ['127.0.0.1::80', '127.0.0.1', null, '80', null],
    ['[::1]:8080:80', '::1', '8080', '80', null],
    ['${PORT:-8080}:80', null, '${PORT:-8080}', '80', null],
  ])('%s', (text, address, published, target, protocol) => {
    expect(parsePort(text)).toEqual({ address, published, target, protocol })
  })

  it.each(['', 'a:b:c:d'])('cannot tell %j', (text) => {
    expect(parsePort(text)).toBeNull()
  })
})

describe('takesPort', () => {
  it('knows ranges and variables', () => {
    expect([
      takesPort('80-82', 81),
      takesPort('80-82', 83),
      takesPort('${PORT}', '9'),
      takesPort(null, undefined),
      takesPort(null, '80'),
      takesPort('80', undefined),
    ]).toEqual([true, false, true, true, false, false])
  })
})

describe('parseVolume', () => {
  it.each([
    ['/data', null, '/data', null],
    ['./a:/b', './a', '/b', null],
    ['${DIR:-./a}:/b:ro,z', '${DIR:-./a}', '/b', 'ro,z'],
  ])('%s', (text, source, target, mode) => {
    expect(parseVolume(text)).toEqual({ source, target, mode })
  })

  it('cannot tell what has too many parts', () => {
    expect(parseVolume('a:b:c:d')).toBeNull()
  })
})
