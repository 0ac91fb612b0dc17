import { describe, expect, it } from 'vitest'
import { describeCard, problemsOfStack } from '../../../../src/renderer/features/yard/card.ts'
import { noFilter } from '../../../../src/renderer/features/yard/rows.ts'

const stack = { name: 'data', services: ['db', 'web'] }
const options = { filter: noFilter, isExpanded: false, isStrip: false }
const status = { name: 'data', project: 'data', alwaysOn: false, state: 'failed' as const, services: [] }

describe('describeCard', () => {
  it('shows what the files name until the engine has answered', () => {
    expect(describeCard(stack, undefined, options)).toEqual({
      rows: ['db', 'web'],
      folded: 0,
      strip: [],
      isOff: true,
      isBroken: false,
      isHidden: false,
    })
  })

  it('knows a stack whose files cannot be read', () => {
    expect(describeCard(stack, status, options)).toEqual({
      rows: [],
      folded: 0,
      strip: [],
      isOff: true,
      isBroken: true,
      isHidden: false,
    })
  })

  it('hides a stack in which a filter finds nothing', () => {
    expect(describeCard(stack, status, { ...options, filter: { text: 'x', signal: null } }).isHidden).toBe(
      true,
    )
  })
})

describe('problemsOfStack', () => {
  it('finds those in its files, in its folder, and those that name it', () => {
    const problem = (file: string | null, message = 'wrong') => ({
      code: 'COMPOSE_FILE_INVALID',
      message,
      ...(file === null ? {} : { place: { file } }),
    })
    const own = [problem('/lab/shared.yaml'), problem('/lab/data/.env'), problem(null, 'data is wrong')]
    const others = [problem('/lab/database/compose.yaml'), problem(null)]
    expect(
      problemsOfStack({ name: 'data', dir: '/lab/data', files: ['/lab/shared.yaml'] }, [...own, ...others]),
    ).toEqual(own)
  })
})
