import { describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../../src/shared/errors.ts'
import {
  findOneService,
  isTargeted,
  isWholeLab,
  parseTargets,
} from '../../../../src/main/run/plan/select-targets.ts'
import {
  container,
  model,
  noReach,
  onServices,
  onStacks,
  port,
  problemsOf,
  wholeLab,
} from '../sample-model.ts'

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

describe('other ways to name a service', () => {
  const labels = (role: string) => ({ reach: { ...noReach, labels: { 'com.example.role': role } } })
  const speech = model({
    whisper: { services: { 'whisper-service': { ports: [port(8005)], ...labels('asr') } } },
    tts: {
      services: {
        server: { containerName: 'chatterbox', ports: [{ ...port(20_804), target: 8004 }], ...labels('tts') },
        voices: { profiles: ['tools'], ports: [port(8005)], ...labels('tts') },
        index: { reach: { ...noReach, exposes: [8004], checkPorts: [9000] } },
      },
    },
    queue: { services: { web: { ports: [port(9000)] }, api: { ports: [port(9000)] } } },
  })
  const running = [
    container('whisper', 'whisper-service', { name: 'ears', ports: [port(49_200, '0.0.0.0')] }),
  ]
  const named = (target: string, containers = running) => {
    const { stacks, services, matched = [] } = parseTargets(speech, [target], containers)
    return [[...stacks], [...services], [...matched]]
  }

  it.each([
    ['a pattern', '*whisper*', ['whisper/whisper-service']],
    ['a pattern of the container that runs', 'ear?', ['whisper/whisper-service']],
    ['a pattern of a container that will be', 'chatter*', ['tts/server']],
    ['a pattern with a stack', 'tts/*e*', ['tts/server', 'tts/voices', 'tts/index']],
    ['a label', 'label:com.example.role=tts', ['tts/server', 'tts/voices']],
    [
      'a label with any value',
      'label:com.example.role',
      ['whisper/whisper-service', 'tts/server', 'tts/voices'],
    ],
    ['a label by pattern', 'label:com.example.role=?sr', ['whisper/whisper-service']],
    ['a label of Compose itself', 'label:com.docker.compose.service=index', ['tts/index']],
  ])('%s may mean several, and nobody has said their names', (_, target, keys) => {
    expect(named(target)).toEqual([[], keys, keys])
  })

  it.each([
    ['the port that its container publishes', ':49200', running, 'whisper/whisper-service'],
    ['the port that the files publish, of what is active', ':8005', [], 'whisper/whisper-service'],
    ['a port of one that only listens', ':9000', running, 'several'],
    ['the name of its container', 'ears', running, 'whisper/whisper-service'],
    ['the name that its container will have', 'chatterbox', running, 'tts/server'],
    ['the name that Compose will give its container', 'queue-web-1', [], 'queue/web'],
  ])('%s means one', (_, target, containers, key) => {
    if (key === 'several')
      expect(problemsOf(() => named(target, containers))).toEqual([
        'NAME_UNKNOWN Several services have port 9000: queue/web, queue/api.',
      ])
    else expect(named(target, containers)).toEqual([[], [key], []])
  })

  it('names what was also named in full only once, and not as a match', () => {
    expect(
      parseTargets(speech, ['*whisper*', 'whisper/whisper-service', 'tts', 'label:com.example.role=tts']),
    ).toEqual({
      stacks: new Set(['tts']),
      services: new Set(['whisper/whisper-service', 'tts/server', 'tts/voices']),
    })
  })

  it.each([
    ['*ghost*', 'No service of lab lab matches *ghost*.'],
    [':1', 'No service of lab lab publishes or listens on port 1.'],
    ['label:a=b', 'No service of lab lab has the label a=b.'],
  ])('says that %s is nobody', (target, message) => {
    expect(problemsOf(() => named(target))).toEqual([`NAME_UNKNOWN ${message}`])
  })

  it.each([
    ['whisper', 'whisper/whisper-service'],
    [':8004', 'several'],
    ['tts', 'tts names several services: tts/server, tts/voices and tts/index.'],
    [
      '*e*',
      '*e* names several services: whisper/whisper-service, tts/server, tts/voices, tts/index, queue/web and queue/api.',
    ],
  ])('finds one service by %s, or names the candidates', (target, expected) => {
    const find = () => findOneService(speech, target, running).key
    if (expected === 'several')
      expect(problemsOf(find)).toEqual([
        'NAME_UNKNOWN Several services have port 8004: tts/server, tts/index.',
      ])
    else if (expected.includes(' ')) expect(problemsOf(find)).toEqual([`NAME_UNKNOWN ${expected}`])
    else expect(find()).toBe(expected)
  })
})
