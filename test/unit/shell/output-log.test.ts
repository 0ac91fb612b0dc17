import { describe, expect, it } from 'vitest'
import { createOutputLog } from '../../../src/main/shell/output-log.ts'

function logOf(limitBytes: number, ...chunks: readonly string[]) {
  const log = createOutputLog(limitBytes)
  for (const chunk of chunks) log.append(Buffer.from(chunk))
  return log
}

describe('what a shell has printed', () => {
  it('is read from any position, across the pieces in which it came', () => {
    const log = logOf(100, 'abc', 'def', 'g')
    expect([log.start, log.end]).toEqual([0, 7])
    expect([log.read(0, 100), log.read(2, 3), log.read(6, 5), log.read(7, 5)].map(String)).toEqual([
      'abcdefg',
      'cde',
      'g',
      '',
    ])
  })

  it('is kept up to the limit once it was read', () => {
    const log = logOf(4, 'abc', 'def')
    log.trim(6)
    expect([log.start, log.end, String(log.read(log.start, 100))]).toEqual([2, 6, 'cdef'])
  })

  it('is kept whole while it was not read', () => {
    const log = logOf(4, 'abc', 'def', 'ghi')
    log.trim(1)
    expect(String(log.read(log.start, 100))).toBe('bcdefghi')
    log.trim(0)
    expect(log.start).toBe(1)
  })
})
