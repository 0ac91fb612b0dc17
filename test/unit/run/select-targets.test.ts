import { describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { isTargeted, isWholeLab, parseTargets } from '../../../src/main/run/select-targets.ts'
import { model, onServices, onStacks, wholeLab } from './sample-model.ts'

const lab = model({
  infra: { services: { postgres: {}, redis: {} } },
  app: { services: { web: {}, redis: {}, infra: {} } },
})

/** What the person reads for targets that cannot be. */
function refusals(...targets: readonly string[]): readonly string[] {
  try {
    parseTargets(lab, targets)
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    return error.problems.map(({ code, message, hint }) => `${code} ${message} ${hint}`)
  }
  return []
}

describe('parseTargets', () => {
  it.each([
    ['nothing as the whole lab', [], wholeLab],
    ['a stack', ['infra'], onStacks('infra')],
    ['a service with its stack', ['app/redis'], onServices('app/redis')],
    ['a service that only one stack has', ['postgres'], onServices('infra/postgres')],
    [
      'several, and each once',
      ['infra', 'web', 'infra', 'app/web'],
      { stacks: new Set(['infra']), services: new Set(['app/web']) },
    ],
  ])('reads %s', (_, targets, expected) => {
    expect(parseTargets(lab, targets)).toEqual(expected)
  })

  it('takes a name for the stack where a stack and a service have it', () => {
    expect(parseTargets(lab, ['infra'])).toEqual(onStacks('infra'))
  })

  it.each([
    [
      'a service that several stacks have',
      'redis',
      'NAME_UNKNOWN Several stacks have a service redis: infra/redis, app/redis. Name one of them.',
    ],
    [
      'a slip of the finger',
      'ifra',
      'NAME_UNKNOWN There is no stack or service named ifra in lab lab. Did you mean infra?',
    ],
    [
      'a service that the stack lacks',
      'app/we',
      'NAME_UNKNOWN There is no stack or service named app/we in lab lab. Did you mean app/web?',
    ],
    [
      'something far from every name',
      'mail-gateway',
      'NAME_UNKNOWN There is no stack or service named mail-gateway in lab lab. The stacks are: infra, app.',
    ],
    [
      'an empty name',
      '',
      'NAME_UNKNOWN There is no stack or service named  in lab lab. The stacks are: infra, app.',
    ],
  ])('refuses %s', (_, target, expected) => {
    expect(refusals(target)).toEqual([expected])
  })

  it('tells everything that is wrong at once', () => {
    expect(refusals('web', 'redis', 'wbe').map((refusal) => refusal.split(':')[0])).toEqual([
      'NAME_UNKNOWN Several stacks have a service redis',
      expect.stringContaining('There is no stack or service named wbe'),
    ])
  })
})

describe('isTargeted', () => {
  it('holds for services of a named stack and for named services', () => {
    const targets = { stacks: new Set(['infra']), services: new Set(['app/web']) }
    expect(lab.services.filter((service) => isTargeted(targets, service)).map(({ key }) => key)).toEqual([
      'infra/postgres',
      'infra/redis',
      'app/web',
    ])
    expect([isWholeLab(targets), isWholeLab(wholeLab)]).toEqual([false, true])
  })
})
