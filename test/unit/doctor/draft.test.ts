import { describe, expect, it } from 'vitest'
import { numberFindings } from '../../../src/main/doctor/draft.ts'

describe('the ids of findings', () => {
  it('say what they are about, and count those that are about the same', () => {
    const draft = (check: string, about: string | null) => ({
      check,
      about,
      level: 'ok' as const,
      message: '',
    })
    const drafts = [draft('engine', null), draft('files', 'web'), draft('files', 'web'), draft('files', 'db')]
    expect(numberFindings(drafts)).toEqual([
      { id: 'engine', check: 'engine', level: 'ok', message: '' },
      { id: 'files:web', check: 'files', level: 'ok', message: '' },
      { id: 'files:web#2', check: 'files', level: 'ok', message: '' },
      { id: 'files:db', check: 'files', level: 'ok', message: '' },
    ])
  })
})
