import { describe, expect, it } from 'vitest'
import type { ImageState } from '../../../../src/shared/updates.ts'
import { planUpdate, type UpdateFact } from '../../../../src/main/run/plan/plan-update.ts'
import {
  container,
  facts,
  healthCheck,
  model,
  needs,
  onServices,
  onStacks,
  shape,
  stepOf,
  type StackSpec,
  wholeLab,
} from '../sample-model.ts'

const newer: ImageState = { kind: 'newer', digest: 'sha256:new' }
const current: ImageState = { kind: 'current' }

/** A lab whose services all run, each with this state of its image. */
function plan(
  stacks: Readonly<Record<string, StackSpec>>,
  states: Readonly<Record<string, ImageState>>,
  options: Partial<Parameters<typeof planUpdate>[2]> & {
    readonly stopped?: readonly string[]
    readonly changed?: readonly string[]
    readonly goBackTo?: string
  } = {},
) {
  const { stopped = [], changed = [], goBackTo = null, ...rest } = options
  const lab = model(stacks)
  const containers = lab.services.map(({ key, stack, service }) =>
    container(stack.project.name, service.name, {
      ...(stopped.includes(key) ? { state: 'exited', exitCode: 0 } : {}),
      ...(changed.includes(key) ? { configHash: 'older' } : {}),
    }),
  )
  const updates = new Map(
    Object.entries(states).map(([key, state]): [string, UpdateFact] => {
      const image = `${key.split('/')[1]}:1`
      return [key, { image, state, runs: { reference: image, imageId: `sha256:${key}` } }]
    }),
  )
  return planUpdate(
    facts(lab, containers),
    { facts: updates, goBackTo },
    {
      targets: wholeLab,
      includeAlwaysOn: false,
      timeoutMs: null,
      build: true,
      putBack: true,
      ...rest,
    },
  )
}

const stacks: Readonly<Record<string, StackSpec>> = {
  data: { services: { db: { healthCheck }, cache: {} } },
  apps: { services: { web: { dependsOn: [needs('api')] }, api: {} }, needs: ['data'] },
}

describe('an update', () => {
  it('pulls everything before it replaces anything, and replaces each behind its gates', () => {
    const made = plan(stacks, {
      'data/db': newer,
      'data/cache': current,
      'apps/web': newer,
      'apps/api': current,
    })
    expect(shape(made)).toEqual({
      'pull:data': [],
      'pull:apps': [],
      'replace:data/db': ['pull:data', 'pull:apps'],
      'replace:apps/web': ['pull:data', 'pull:apps'],
      'start:data/db': ['pull:data', 'pull:apps'],
      'start:apps/web': ['pull:data', 'pull:apps'],
    })
    expect(made.unchanged).toEqual([
      { stack: 'data', service: 'cache' },
      { stack: 'apps', service: 'api' },
    ])
    // apps/api stays as it is, and what it waits for is waited for all the same.
    expect(stepOf(made, 'start', 'start:apps/web').gates.map(({ on }) => on)).toEqual([
      { stack: 'data', service: 'db' },
    ])
    expect(stepOf(made, 'replace', 'replace:data/db')).toMatchObject({
      reason: 'newer',
      image: 'db:1',
      previous: { id: 'sha256:data/db', image: 'db:1' },
      putsBack: true,
      hasNewFiles: false,
      command: expect.arrayContaining(['--no-start', '--no-deps', '--pull', 'never', 'db']) as string[],
    })
  })

  it('has nothing to do when every image is the newest, pinned or made here', () => {
    const made = plan(
      stacks,
      {
        'data/db': current,
        'data/cache': { kind: 'pinned' },
        'apps/web': { kind: 'local' },
        'apps/api': { kind: 'built' },
      },
      { build: false },
    )
    expect([made.steps, made.unchanged.length, made.warnings]).toEqual([[], 4, []])
  })

  it('builds what the files build, unless that is not wanted', () => {
    const built = { data: { services: { app: { hasBuild: true } } } }
    const states: Record<string, ImageState> = { 'data/app': { kind: 'built' } }
    expect(stepOf(plan(built, states), 'build', 'build:data').command.slice(-3)).toEqual([
      'build',
      '--pull',
      'app',
    ])
    expect(plan(built, states, { build: false }).steps).toEqual([])
  })

  it('leaves always-on stacks alone unless they are named and that is meant', () => {
    const lab = { data: { services: { db: {} }, alwaysOn: true }, apps: { services: { web: {} } } }
    const states = { 'data/db': newer, 'apps/web': newer }
    const whole = plan(lab, states)
    expect([Object.keys(shape(whole)), whole.spared]).toEqual([
      ['pull:apps', 'replace:apps/web', 'start:apps/web'],
      ['data'],
    ])
    const named = plan(lab, states, { targets: onStacks('data'), includeAlwaysOn: true })
    expect([Object.keys(shape(named)), named.spared]).toEqual([
      ['pull:data', 'replace:data/db', 'start:data/db'],
      [],
    ])
  })

  it('replaces what lives in a replaced container too, also when that one is put back', () => {
    const lab = {
      net: { services: { vpn: {}, client: { follows: ['vpn'], dependsOn: [needs('vpn')] } } },
    }
    const made = plan(lab, { 'net/vpn': newer, 'net/client': current })
    expect(stepOf(made, 'replace', 'replace:net/client')).toMatchObject({
      reason: 'follows',
      putsBack: false,
      follows: [{ stack: 'net', service: 'vpn' }],
      command: expect.arrayContaining(['--force-recreate']) as string[],
    })
    expect(stepOf(made, 'start', 'start:net/client').gates).toMatchObject([
      { condition: 'ready', required: false },
    ])
    expect(made.unchanged).toEqual([])
  })

  it('makes the container of a stopped service anew, and starts only what runs', () => {
    const made = plan(stacks, { 'data/db': newer, 'data/cache': newer }, { stopped: ['data/db'] })
    expect(Object.keys(shape(made))).toEqual([
      'pull:data',
      'replace:data/db',
      'replace:data/cache',
      'start:data/cache',
    ])
  })

  it('runs a one-shot again only when something that waited for it runs', () => {
    const lab = {
      app: {
        services: {
          migrate: {},
          web: { dependsOn: [needs('migrate', 'service_completed_successfully')] },
        },
      },
    }
    const states = { 'app/migrate': newer, 'app/web': newer }
    const starts = (stopped: string[]) =>
      plan(lab, states, { stopped })
        .steps.filter(({ kind }) => kind === 'start')
        .map(({ id }) => id)
    expect(starts(['app/migrate'])).toEqual(['start:app/migrate', 'start:app/web'])
    expect(starts(['app/migrate', 'app/web'])).toEqual([])
  })

  it('goes back to an image without a pull', () => {
    const made = plan(
      stacks,
      { 'data/cache': newer },
      {
        targets: onServices('data/cache'),
        goBackTo: 'sha256:before',
      },
    )
    expect(Object.keys(shape(made))).toEqual(['replace:data/cache', 'start:data/cache'])
    expect(stepOf(made, 'replace', 'replace:data/cache')).toMatchObject({
      reason: 'asked',
      to: 'sha256:before',
    })
  })

  it('says what is not known, what has newer files, and which hooks are not run', () => {
    const lab = {
      data: {
        services: { db: {}, cache: {}, queue: {} },
        hooks: [
          {
            when: 'before_start',
            name: null,
            script: { command: ['true'] },
            timeoutMs: 1,
            onFailure: 'abort',
          },
        ] as unknown as NonNullable<StackSpec['hooks']>,
      },
    }
    const made = plan(
      lab,
      {
        'data/db': newer,
        'data/cache': { kind: 'unknown', reason: 'ghcr.io cannot be reached: connection refused.' },
        'data/queue': current,
      },
      { changed: ['data/db', 'data/queue'] },
    )
    expect(made.warnings).toEqual([
      'data/cache: ghcr.io cannot be reached: connection refused. The pull will tell; when it fails, nothing is replaced.',
      'The files of data/db have changed since its container was made. The new one is made from them as they are; if it fails, the old one is put back as it was, and the files stay.',
      'data/queue runs with an older configuration, which an update leaves so: switchyard up data/queue.',
      'The hooks of data are not run: an update replaces its services one by one.',
    ])
  })
})
