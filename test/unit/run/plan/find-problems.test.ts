import { describe, expect, it } from 'vitest'
import type { SwitchyardError } from '../../../../src/shared/errors.ts'
import type { Listener } from '../../../../src/main/host/listeners.ts'
import { overlaps } from '../../../../src/main/run/plan/find-problems.ts'
import { type PlanFacts, planStart } from '../../../../src/main/run/plan/plan-start.ts'
import type { Targets } from '../../../../src/main/run/plan/select-targets.ts'
import {
  container,
  facts,
  model,
  needs,
  onServices,
  onStacks,
  port,
  problemsOf,
  snapshot,
  wholeLab,
} from '../sample-model.ts'

function problems(given: PlanFacts, targets: Targets = wholeLab): readonly string[] {
  return problemsOf(() => planStart(given, { targets, appsOnly: false, timeoutMs: null }))
}

describe('overlaps', () => {
  it.each([
    ['every address and every address', port(80), port(80), true],
    ['every address and one', port(80, '0.0.0.0'), port(80, '192.168.1.2'), true],
    ['one address twice', port(80, '127.0.0.1'), port(80, '127.0.0.1'), true],
    ['every IPv6 address and loopback', port(80, '::'), port(80, '127.0.0.1'), true],
    ['loopback and the network', port(80, '127.0.0.1'), port(80, '192.168.1.2'), false],
    ['two ports', port(80), port(81), false],
    ['two protocols', port(53, '', 'tcp'), port(53, '', 'udp'), false],
  ])('of %s', (_, left, right, expected) => {
    expect([overlaps(left, right), overlaps(right, left)]).toEqual([expected, expected])
  })
})

describe('port clashes', () => {
  const web = model({ app: { services: { web: { ports: [port(8080)] } } } })
  const listener: Listener = { address: '127.0.0.1', port: 8080, protocol: 'tcp', owner: 'python3 (pid 812)' }

  it('are found between two services, wherever their stacks stand', () => {
    const lab = model({
      one: { services: { a: { ports: [port(80, '127.0.0.1'), port(90)] } } },
      two: { services: { b: { ports: [port(80)] }, c: { ports: [port(90, '', 'udp')] } } },
    })
    expect(problems(facts(lab))).toEqual(['PORT_CLASH two/b and one/a both publish port 80/tcp.'])
  })

  it('are none between services that do not start together', () => {
    const lab = model({
      one: { services: { a: { ports: [port(80)] } } },
      two: { services: { b: { ports: [port(80)] } }, autoStart: false },
    })
    expect([problems(facts(lab)), problems(facts(lab), onStacks('two'))]).toEqual([[], []])
  })

  it('are none for a port that Docker chooses', () => {
    const lab = model({ one: { services: { a: { ports: [port(0)] }, b: { ports: [port(0)] } } } })
    expect(problems(facts(lab))).toEqual([])
  })

  it('are none between two stacks that mean the same container', () => {
    const project = { dir: '/lab', name: 'lab' }
    const lab = model({
      one: { project: { ...project, key: 'one' }, services: { proxy: { ports: [port(80)] } } },
      two: { project: { ...project, key: 'two' }, services: { proxy: { ports: [port(80)] } } },
    })
    expect(problems(facts(lab))).toEqual([])
  })

  it('name the container of another project that has the port', () => {
    const other = container('old', 'gateway', { ports: [port(8080, '0.0.0.0')] })
    expect(problems(facts(web, [other]))).toEqual([
      'PORT_CLASH Port 8080/tcp of app/web is taken by container old-gateway-1.',
    ])
  })

  it('name a container that Compose did not make', () => {
    const given = facts(web, [], {
      snapshot: snapshot([], {
        otherPorts: [{ address: '', container: 'by-hand', port: 8080, protocol: 'tcp' }],
      }),
    })
    expect(problems(given)).toEqual(['PORT_CLASH Port 8080/tcp of app/web is taken by container by-hand.'])
  })

  it('name another program', () => {
    expect([
      problems(facts(web, [], { listeners: [listener] })),
      problems(facts(web, [], { listeners: [{ ...listener, owner: null }] })),
    ]).toEqual([
      ['PORT_CLASH Port 8080/tcp of app/web is taken by python3 (pid 812).'],
      ['PORT_CLASH Port 8080/tcp of app/web is taken by another program.'],
    ])
  })

  it('are none with a program on another address', () => {
    const local = model({ app: { services: { web: { ports: [port(8080, '192.168.1.2')] } } } })
    expect(problems(facts(local, [], { listeners: [listener] }))).toEqual([])
  })

  it('are none with the service’s own container', () => {
    const own = container('app', 'web', { ports: [port(8080)], configHash: 'old' })
    expect(problems(facts(web, [own], { listeners: [listener] }))).toEqual([])
  })
})

describe('unset variables', () => {
  const project = {
    name: 'TOKEN',
    services: ['web'],
    place: { file: '/lab/app/compose.yaml', line: 4, column: 9 },
  }
  const lab = model({
    app: { services: { web: {}, worker: {} }, resolved: { unsetVariables: [project] } },
    other: { services: { tool: {} } },
  })

  it('are told with their place and what to do', () => {
    try {
      planStart(facts(lab), { targets: onStacks('app'), appsOnly: false, timeoutMs: null })
      expect.unreachable()
    } catch (error) {
      expect((error as SwitchyardError).problems).toEqual([
        {
          code: 'VARIABLE_UNSET',
          message: 'The variable TOKEN is not set and has no default.',
          place: project.place,
          hint: 'Set it in /lab/app/.env, or give it a default like ${TOKEN:-}.',
        },
      ])
    }
  })

  it('keep nobody away who does not use them', () => {
    expect([problems(facts(lab), onServices('app/worker')), problems(facts(lab), onStacks('other'))]).toEqual(
      [[], []],
    )
  })

  it('keep the whole project away when they stand outside of services', () => {
    const outside = model({
      app: {
        services: { web: {} },
        resolved: { unsetVariables: [{ name: 'NET', services: null, place: null }] },
      },
    })
    expect(problems(facts(outside))).toEqual([
      'VARIABLE_UNSET The variable NET is not set and has no default.',
    ])
  })
})

describe('service clashes', () => {
  const project = { dir: '/lab', name: 'lab' }
  const one = {
    project: { ...project, key: 'one', files: ['/lab/one.yml'] },
    services: { db: { configHash: 'first' } },
  }
  const two = {
    project: { ...project, key: 'two', files: ['/lab/two.yml'] },
    services: { db: { configHash: 'second' }, web: {} },
  }

  it('are two stacks of one project that mean different things by one name', () => {
    expect(problems(facts(model({ one, two })))).toEqual([
      'SERVICE_CLASH Stacks one and two both define service db of project lab, differently.',
    ])
  })

  it('are none when only one of them starts', () => {
    expect(problems(facts(model({ one, two })), onStacks('two'))).toEqual([])
  })

  it('are a start that would replace what an always-on stack runs', () => {
    const running = container('lab', 'db', { configHash: 'first', configFiles: ['/lab/one.yml'] })
    const lab = model({ one: { ...one, alwaysOn: true }, two })
    expect([
      problems(facts(lab, [running]), onStacks('two')),
      problems(facts(lab, [{ ...running, state: 'exited' }]), onStacks('two')),
      problems(facts(lab, [running]), onServices('two/web')),
    ]).toEqual([
      ['SERVICE_CLASH Starting two/db would replace the running container of one/db, which is always-on.'],
      [],
      [],
    ])
  })
})

describe('dependencies on a profile that is not active', () => {
  const services = { web: { dependsOn: [needs('gpu')] }, gpu: { profiles: ['nvidia', 'amd'] } }

  it('are refused with the profile to add', () => {
    expect(problems(facts(model({ app: { services } })))).toEqual([
      'COMPOSE_FILE_INVALID app/web depends on app/gpu, which belongs to the profile nvidia that is not active.',
    ])
  })

  it.each([
    ['the profile is active', { services, project: { profiles: ['amd'] } }],
    [
      'the dependency is not required',
      { services: { ...services, web: { dependsOn: [needs('gpu', 'service_started', false)] } } },
    ],
  ])('are none when %s', (_, app) => {
    expect(problems(facts(model({ app })))).toEqual([])
  })

  it('are none when the service is named as well', () => {
    expect(problems(facts(model({ app: { services } })), onServices('app/web', 'app/gpu'))).toEqual([])
  })
})

describe('all that is wrong', () => {
  it('is told at once', () => {
    const lab = model({
      one: {
        services: { a: { ports: [port(80)] }, b: { ports: [port(80)] } },
        resolved: { unsetVariables: [{ name: 'X', services: null, place: null }] },
      },
    })
    expect(problems(facts(lab)).map((problem) => problem.split(' ')[0])).toEqual([
      'VARIABLE_UNSET',
      'PORT_CLASH',
    ])
  })
})
