import { describe, expect, it } from 'vitest'
import { findStacksOfRun } from '../../../../src/main/run/plan/stacks-of-run.ts'
import { container, model, needs, noReach, port } from '../sample-model.ts'

const lab = model({
  data: { services: { postgres: { ports: [port(5432)] } } },
  vault: { services: { server: {} } },
  speech: {
    needs: ['data'],
    services: { whisper: { reach: { ...noReach, labels: { role: 'stt' } } }, piper: { profiles: ['tts'] } },
  },
  base: { project: { key: 'shared' }, services: { redis: {} } },
  chat: { project: { key: 'shared' }, services: { api: { dependsOn: [needs('redis')] } } },
})

const half = model({
  data: { services: { postgres: {} } },
  vault: { services: {} },
  speech: { needs: ['data'], services: { whisper: {} } },
  sealed: { needs: ['vault'], isBroken: true, services: {} },
})

type Kind = Parameters<typeof findStacksOfRun>[1]['kind']
const stacksOf = (kind: Kind, targets: readonly string[], of = lab) => {
  const found = findStacksOfRun(of, { kind, targets, appsOnly: false }, [
    container('speech', 'whisper', { name: 'my-whisper' }),
  ])
  return found && [...found].sort()
}

describe('findStacksOfRun', () => {
  it.each([
    ['a service by its name alone', 'whisper', ['data', 'speech']],
    ['a service in full', 'speech/whisper', ['data', 'speech']],
    ['a pattern', '*whisp*', ['data', 'speech']],
    ['a label', 'label:role=stt', ['data', 'speech']],
    ['a port', ':5432', ['data']],
    ['the name of a container', 'my-whisper', ['data', 'speech']],
    ['a stack', 'vault', ['vault']],
    ['a service that waits for one of another stack of its project', 'api', ['base', 'chat']],
    ['a service of a profile that is not active', 'piper', ['data', 'speech']],
  ])('tells the stacks that a start by %s begins', (_, target, stacks) => {
    expect(stacksOf('start', [target])).toEqual(stacks)
  })

  it('tells those alone that are named where nothing else is started', () => {
    expect(stacksOf('update', ['whisper', 'api'])).toEqual(['chat', 'speech'])
    expect(stacksOf('build', ['speech'])).toEqual(['speech'])
  })

  it('is about every stack where nothing is named', () => {
    expect(stacksOf('start', [])).toBe(null)
  })

  it('takes a stack that cannot be read for meant wherever it may be, with what it needs', () => {
    expect(stacksOf('start', ['sealed'], half)).toEqual(['sealed', 'vault'])
    expect(stacksOf('start', ['sealed/app'], half)).toEqual(['sealed', 'vault'])
    expect(stacksOf('start', ['app'], half)).toEqual(['sealed', 'vault'])
    expect(stacksOf('start', ['whisper'], half)).toEqual(['data', 'sealed', 'speech', 'vault'])
    expect(stacksOf('start', ['speech'], half)).toEqual(['data', 'speech'])
  })

  it('refuses what names nothing, as the run does', () => {
    expect(() => stacksOf('start', ['whispr'])).toThrow(
      'There is no stack or service named whispr in lab lab.',
    )
  })
})
