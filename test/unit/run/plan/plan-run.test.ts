import { describe, expect, it } from 'vitest'
import { type RunRequest, runRequestSchema } from '../../../../src/shared/contract.ts'
import { planRun } from '../../../../src/main/run/plan/plan-run.ts'
import type { LabModel } from '../../../../src/main/run/facts/lab-model.ts'
import type { ContainerSummary } from '../../../../src/main/engine/model.ts'
import { container, facts, model, problemsOf, stepIds } from '../sample-model.ts'

function plan(lab: LabModel, containers: readonly ContainerSummary[], request: Omit<RunRequest, 'dir'>) {
  return planRun(facts(lab, containers), runRequestSchema.parse({ dir: '/lab', ...request }))
}

const lab = model({
  infra: { services: { db: {} }, alwaysOn: true },
  app: { services: { web: {} }, needs: ['infra'] },
})
const all = [container('infra', 'db'), container('app', 'web')]

describe('planRun and always-on stacks', () => {
  it.each(['stop', 'down', 'restart'] as const)('refuses to %s one by its name alone', (kind) => {
    for (const target of ['infra', 'infra/db', 'db']) {
      expect(problemsOf(() => plan(lab, all, { kind, targets: [target] }))).toEqual([
        'ALWAYS_ON Stack infra is always-on and is not stopped by accident.',
      ])
    }
  })

  it.each([
    ['stop', ['stop:infra/db']],
    ['down', ['stop:infra/db', 'remove:infra/db', 'remove-networks:infra']],
    ['restart', ['stop:infra/db', 'start:infra/db']],
  ] as const)('does %s it when it is named and confirmed', (kind, expected) => {
    expect(stepIds(plan(lab, all, { kind, targets: ['infra'], includeAlwaysOn: true }))).toEqual(expected)
  })

  it.each([
    ['stop', []],
    ['down', []],
    ['restart', []],
  ] as const)('keeps its hands off for the master switch, whatever else is asked (%s)', (kind, expected) => {
    const request = { kind, targets: ['infra'], includeAlwaysOn: true, appsOnly: true }
    expect(stepIds(plan(lab, all, request))).toEqual(expected)
  })

  it('turns the apps off and on again without touching it', () => {
    const off = plan(lab, all, { kind: 'stop', appsOnly: true })
    const stopped = [container('infra', 'db'), container('app', 'web', { state: 'exited', exitCode: 0 })]
    const on = plan(lab, stopped, { kind: 'start', appsOnly: true })
    expect([stepIds(off), off.spared, stepIds(on), on.spared]).toEqual([
      ['stop:app/web'],
      ['infra'],
      ['start:app/web'],
      ['infra'],
    ])
  })
})

describe('planRun with patterns', () => {
  const tools = model({
    infra: { services: { db: {}, cache: {} }, alwaysOn: true },
    app: { services: { web: {}, dbadmin: {}, 'db-tool': { profiles: ['tools'] } } },
  })
  const running = [container('infra', 'db'), container('infra', 'cache'), container('app', 'dbadmin')]

  it.each(['stop', 'down', 'restart'] as const)(
    'does not %s an always-on stack by a pattern, whatever is added',
    (kind) => {
      const request = { kind, targets: ['*db*'], includeAlwaysOn: true }
      expect(stepIds(plan(tools, running, request)).filter((id) => id.includes('infra/'))).toEqual([])
      expect(stepIds(plan(tools, running, request))[0]).toBe('stop:app/dbadmin')
      expect(
        problemsOf(() => plan(tools, running, { kind, targets: ['c?che'], includeAlwaysOn: true })),
      ).toEqual(['ALWAYS_ON Only always-on services match: infra/cache.'])
    },
  )

  it('starts by a pattern only what is active', () => {
    expect(stepIds(plan(tools, [], { kind: 'start', targets: ['db*'] }))).toEqual([
      'create:infra',
      'create:app',
      'start:infra/db',
      'start:app/dbadmin',
    ])
    expect(problemsOf(() => plan(tools, [], { kind: 'start', targets: ['*-tool'] }))).toEqual([
      'NAME_UNKNOWN Only services of profiles that are not active match: app/db-tool.',
    ])
  })
})

describe('planRun with a clean restart', () => {
  it('is not for a whole lab', () => {
    expect(problemsOf(() => plan(lab, all, { kind: 'restart', clean: true }))).toEqual([
      'USAGE A clean restart is not for a whole lab.',
    ])
  })

  it('gives every service as many further starts as were asked for', () => {
    const made = plan(lab, all, { kind: 'restart', clean: true, retries: 3, targets: ['web'] })
    expect(made.steps.map((step) => (step.kind === 'start' ? [step.id, step.retries] : step.id))).toEqual([
      'stop:app/web',
      'remove:app/web',
      'create:app',
      ['start:app/web', 3],
    ])
  })
})

describe('planRun with a stack that Compose refuses', () => {
  const broken = model({
    infra: { services: { db: {} } },
    app: { services: {}, isBroken: true },
    extra: { services: {}, isBroken: true, autoStart: false },
  })

  it('starts nothing of a whole lab, and says what would have to be mended', () => {
    expect(problemsOf(() => plan(broken, [], { kind: 'start' }))).toEqual([
      'COMPOSE_FILE_INVALID Compose says: app is broken.',
    ])
  })

  it('starts a stack that is well', () => {
    expect(stepIds(plan(broken, [], { kind: 'start', targets: ['infra'] }))).toEqual([
      'create:infra',
      'start:infra/db',
    ])
  })

  it('refuses to start the broken one with its reason', () => {
    expect(problemsOf(() => plan(broken, [], { kind: 'start', targets: ['app'] }))).toEqual([
      'COMPOSE_FILE_INVALID Compose says: app is broken.',
    ])
  })

  it('stops the rest and warns of what it leaves alone', () => {
    const made = plan(broken, [container('infra', 'db')], { kind: 'stop' })
    expect([stepIds(made), made.warnings]).toEqual([
      ['stop:infra/db'],
      [
        'Stack app is left alone: Compose says: app is broken.',
        'Stack extra is left alone: Compose says: extra is broken.',
      ],
    ])
  })
})
