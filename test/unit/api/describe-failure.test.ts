import { ORPCError } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { errorFromProblems, SwitchyardError } from '../../../src/shared/errors.ts'
import { describeFailure } from '../../../src/main/api/describe-failure.ts'

describe('describeFailure', () => {
  it('hands on code, message and every problem, with what a door makes of it', () => {
    const problems = [
      {
        code: 'PORT_CLASH',
        message: 'Port 80 is taken.',
        place: { file: '/lab/compose.yaml' },
        hint: 'Free it.',
      },
      { code: 'VARIABLE_UNSET', message: 'TOKEN is not set.' },
    ]
    const error = errorFromProblems(problems)
    const { code, message, data, cause } = describeFailure(error)
    expect({ code, message, data, cause }).toEqual({
      code: 'PORT_CLASH',
      message: 'Port 80 is taken.',
      data: { kind: 'usage', problems },
      cause: error,
    })
  })

  it('tells what the world did from what was asked wrongly', () => {
    const kindOf = (error: SwitchyardError) => (describeFailure(error).data as { readonly kind: string }).kind
    expect([
      kindOf(new SwitchyardError('ENGINE_UNREACHABLE', 'It does not answer.')),
      kindOf(new SwitchyardError('NAME_UNKNOWN', 'There is none.')),
    ]).toEqual(['failed', 'usage'])
  })

  it.each([
    ['a mistake of ours', new TypeError('x is undefined'), 'x is undefined'],
    ['something that is no error', 'just text', 'just text'],
  ])('makes %s INTERNAL and keeps its cause', (_, thrown, message) => {
    const failure = describeFailure(thrown)
    expect([failure.code, failure.message, failure.data, failure.cause]).toEqual([
      'INTERNAL',
      message,
      {
        kind: 'failed',
        problems: [{ code: 'INTERNAL', message: `Something that should not happen did: ${message}` }],
      },
      thrown,
    ])
  })

  it('leaves an error of the contract as it is', () => {
    const error = new ORPCError('BAD_REQUEST', { message: 'no' })
    expect(describeFailure(error)).toBe(error)
  })
})
