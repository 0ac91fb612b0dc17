import { describe, expect, it } from 'vitest'
import { errorFromProblems, SwitchyardError } from '../../../src/shared/errors.ts'
import { formatPlace, formatProblem } from '../../../src/shared/format.ts'

const place = { file: '/lab/compose.yaml', line: 4, column: 3 }

describe('SwitchyardError', () => {
  it('is its own only problem unless it has several', () => {
    const cause = new Error('why')
    const error = new SwitchyardError('PORT_CLASH', 'Port 80 is taken.', { place, hint: 'Free it.', cause })
    expect([error.problems, error.cause, error.name]).toEqual([
      [{ code: 'PORT_CLASH', message: 'Port 80 is taken.', place, hint: 'Free it.' }],
      cause,
      'SwitchyardError',
    ])
    expect(new SwitchyardError('USAGE', 'No.').problems).toEqual([{ code: 'USAGE', message: 'No.' }])
  })
})

describe('errorFromProblems', () => {
  it('is the first of them and keeps them all', () => {
    const problems = [
      { code: 'CYCLE', message: 'a → b → a', place },
      { code: 'PORT_CLASH', message: 'Port 80 is taken.', hint: 'Free it.' },
    ]
    const { code, message, place: where, hint, problems: kept } = errorFromProblems(problems)
    expect({ code, message, where, hint, kept }).toEqual({
      code: 'CYCLE',
      message: 'a → b → a',
      where: place,
      hint: undefined,
      kept: problems,
    })
  })

  it('takes a code that is not in the catalogue for a mistake of ours', () => {
    expect(errorFromProblems([{ code: 'NO_SUCH_CODE', message: 'x' }]).code).toBe('INTERNAL')
  })

  it('needs one', () => {
    expect(() => errorFromProblems([])).toThrow('errorFromProblems needs at least one problem')
  })
})

describe('formatProblem', () => {
  it.each([
    [{ file: 'a.yml' }, 'a.yml'],
    [{ file: 'a.yml', line: 2 }, 'a.yml:2'],
    [{ file: 'a.yml', line: 2, column: 7 }, 'a.yml:2:7'],
    [{ file: 'a.yml', column: 7 }, 'a.yml'],
  ])('writes the place %o as %s', (where, expected) => {
    expect(formatPlace(where)).toBe(expected)
  })

  it.each([
    [{ code: 'X', message: 'It is wrong.' }, 'It is wrong.'],
    [{ code: 'X', message: 'It is wrong.', hint: 'Mend it.' }, 'It is wrong. Mend it.'],
    [
      { code: 'X', message: 'It is wrong.', place, hint: 'Mend it.' },
      '/lab/compose.yaml:4:3: It is wrong. Mend it.',
    ],
  ])('says %o as %s', (problem, expected) => {
    expect(formatProblem(problem)).toBe(expected)
  })
})
