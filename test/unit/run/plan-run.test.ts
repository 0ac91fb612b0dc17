import { describe, expect, it } from 'vitest'
import { type RunRequest, runRequestSchema } from '../../../src/shared/contract.ts'
import { planRun } from '../../../src/main/run/plan-run.ts'
import type { LabModel } from '../../../src/main/run/lab-model.ts'
import type { ContainerSummary } from '../../../src/main/engine/model.ts'
import { container, facts, model, problemsOf, stepIds } from './sample-model.ts'

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
