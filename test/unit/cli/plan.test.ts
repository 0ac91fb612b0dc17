import { describe, expect, it } from 'vitest'
import { renderPlan } from '../../../src/main/cli/render/plan.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import { gate, planOf, ref, startStep, stopStep } from './support/examples.ts'
import { block, textOf } from './support/text.ts'

const base = { after: [], project: 'data' }

describe('a plan to read', () => {
  it('gives order, gates in words, checks, limits and the exact commands', () => {
    const plan = planOf(
      [['infra'], ['data'], ['apps']],
      [
        {
          ...base,
          id: '1',
          kind: 'network',
          network: 'shared',
          command: ['docker', 'network', 'create', 'shared'],
        },
        {
          ...base,
          id: '2',
          kind: 'create',
          command: ['docker', 'compose', '-f', '/home/ai/my lab/compose.yaml', 'up', '--no-start'],
          services: [ref('data/db'), ref('data/init')],
          recreates: [ref('data/db')],
        },
        startStep('data/db', { wave: 1, expectedMs: 8200, retries: 2 }),
        startStep('data/init', { wave: 1, check: { kind: 'completed' }, gates: [gate('data/db')] }),
        startStep('apps/web', {
          wave: 2,
          check: { kind: 'http', url: 'http://127.0.0.1:80/health', status: 204 },
          gates: [
            gate('data/db', { from: 'needs' }),
            gate('data/cache', { from: 'needs' }),
            gate('data/init', { condition: 'completed' }),
            gate('infra/proxy', { condition: 'started', required: false, from: 'layout' }),
          ],
        }),
      ],
      {
        environment: 'dev',
        expectedMs: 41_000,
        unchanged: [ref('infra/proxy')],
        warnings: ['GPU_LAYERS is not set.'],
      },
    )
    expect(textOf(renderPlan(plan, plainStyle))).toBe(block`
      Start northlight (environment dev): 3 services in 2 waves, usually 41s
      !  GPU_LAYERS is not set.

      Prepare
        create network shared
            $ docker network create shared
        create containers for data/db and data/init
            replaces data/db: the configuration changed
            $ docker compose -f '/home/ai/my lab/compose.yaml' up --no-start

      Start, wave 1: data
        data/db  ready when healthy, limit 5m 00s, 2 retries, usually 8.2s
            $ docker compose -p data up -d --no-deps db
        data/init  done when it exits 0, limit 5m 00s
            after data/db is ready (depends_on)
            $ docker compose -p data up -d --no-deps init

      Start, wave 2: apps
        apps: after infra is ready or has failed (folder order)
        apps/web  ready when http://127.0.0.1:80/health answers 204, limit 5m 00s
            after data/db and data/cache are ready (needs)
            after data/init is done (depends_on)
            $ docker compose -p apps up -d --no-deps web

      1 service already running.
    `)
  })

  it('goes down before it removes, and says what it leaves alone', () => {
    const plan = planOf(
      [['apps'], ['data']],
      [
        stopStep('apps/web', { wave: 1 }),
        stopStep('data/db', { wave: 0 }),
        {
          ...base,
          id: 'r',
          kind: 'remove',
          command: ['docker', 'rm', 'db'],
          service: ref('data/db'),
          containers: [],
        },
        { ...base, id: 'n', kind: 'remove-networks', command: ['docker', 'network', 'rm', 'data_default'] },
      ],
      { kind: 'down', spared: ['infra'] },
    )
    expect(textOf(renderPlan(plan, plainStyle))).toBe(block`
      Take down northlight: 2 services in 2 waves

      Stop, wave 1: apps
        apps/web
            $ docker stop web

      Stop, wave 2: data
        data/db
            $ docker stop db

      Remove
        data/db
            $ docker rm db
        remove networks of data
            $ docker network rm data_default

      Left alone (always-on): infra.
    `)
  })

  it('is two sentences when there is nothing to do', () => {
    const plan = planOf([['infra']], [], { unchanged: [ref('infra/proxy'), ref('infra/dns')] })
    expect(textOf(renderPlan(plan, plainStyle))).toBe(
      'Start northlight: nothing to do\n\n2 services already running.',
    )
  })
})
