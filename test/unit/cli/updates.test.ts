import { describe, expect, it } from 'vitest'
import type { StepOf } from '../../../src/shared/plan.ts'
import type { ImageUse, Outdated, ServiceImage, UpstreamDiff } from '../../../src/shared/updates.ts'
import { applyRunEvent } from '../../../src/shared/run-view.ts'
import { renderPlan } from '../../../src/main/cli/render/plan.ts'
import { renderRunSummary } from '../../../src/main/cli/render/run-summary.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import { changed, finished, planOf, ref, started, startStep } from './support/examples.ts'
import { runCli } from './support/run-cli.ts'
import { block, textOf } from './support/text.ts'

const image = (service: string, changes: Partial<ServiceImage>): ServiceImage => ({
  service: ref(service),
  alwaysOn: false,
  isRunning: true,
  reference: 'redis:7',
  runs: 'redis:7',
  imageId: 'sha256:0123456789abcdef',
  digest: 'sha256:fedcba9876543210',
  state: { kind: 'current' },
  ...changes,
})

describe('switchyard outdated', () => {
  const outdated: Outdated = {
    services: [
      image('data/cache', { state: { kind: 'newer', digest: 'sha256:aaaabbbbcccc0000' } }),
      image('data/db', {
        reference: 'postgres:17',
        runs: 'postgres:16',
        digest: null,
        state: { kind: 'files' },
      }),
      image('apps/web', { state: { kind: 'unknown', reason: 'ghcr.io has no web:1.' } }),
      image('apps/api', { reference: null, imageId: null, digest: null, state: { kind: 'absent' } }),
      image('apps/ui', {}),
    ],
    checkedAt: '2026-11-21T12:00:00.000Z',
    elapsedMs: 420,
  }

  it('has a line for each service, and how many can be updated', async () => {
    const { stdout, exitCode, asked } = await runCli(['outdated', 'data', 'apps'], { core: { outdated } })
    expect(exitCode).toBe(0)
    expect(asked.at(-1)).toMatchObject({
      operation: 'updates.check',
      input: { targets: ['data', 'apps'], asks: true },
    })
    expect(stdout).toBe(block`
      ↑  data/cache  redis:7      fedcba987654  newer image (the registry has aaaabbbbcccc)
      ↑  data/db     postgres:17  0123456789ab  another image in the files (runs postgres:16, the files name postgres:17)
      !  apps/web    redis:7      fedcba987654  not known (ghcr.io has no web:1.)
         apps/api    built here   –             not made yet
      ✓  apps/ui     redis:7      fedcba987654  up to date
      2 services can be updated, 1 not known (asked in 0.4s).

    `)
  })

  it('prints the same as JSON', async () => {
    const { stdout } = await runCli(['outdated', '--json'], { core: { outdated } })
    expect(JSON.parse(stdout)).toEqual(outdated)
  })
})

describe('switchyard images', () => {
  it('shows what ran, newest first, and what of it can be had', async () => {
    const use = (imageId: string, changes: Partial<ImageUse>): ImageUse => ({
      reference: 'redis:7',
      imageId,
      digest: null,
      since: '2026-11-21T11:00:00.000Z',
      until: null,
      runId: null,
      isHere: true,
      isCurrent: false,
      ...changes,
    })
    const images = [
      use('sha256:cccccccccccc', { isCurrent: true, digest: 'sha256:dddddddddddd' }),
      use('sha256:bbbbbbbbbbbb', {}),
      use('sha256:aaaaaaaaaaaa', { isHere: false }),
    ]
    const { stdout, asked } = await runCli(['images', 'data/cache'], { core: { images } })
    expect(asked.at(-1)?.input).toMatchObject({ service: ref('data/cache') })
    const lines = stdout
      .split('\n')
      .map((line) => line.replace(/since \S+/, 'since then').replaceAll(/ +/g, ' '))
    expect(lines).toEqual([
      'data/cache',
      '✓ cccccccccccc redis:7 digest dddddddddddd since then runs now',
      '□ bbbbbbbbbbbb redis:7 made here since then is here',
      '□ aaaaaaaaaaaa redis:7 made here since then is gone',
      '',
    ])
  })

  it('wants the name of a service', async () => {
    const { stderr, exitCode } = await runCli(['images', 'data'])
    expect([exitCode, stderr]).toEqual([
      2,
      'switchyard: There is no stack or service named data in lab fake.\n',
    ])
  })
})

describe('switchyard upstream', () => {
  const diff: UpstreamDiff = {
    stack: 'supabase',
    file: '/src/supabase/docker-compose.yml',
    problem: null,
    addedServices: ['vector'],
    removedServices: [],
    services: [
      {
        service: 'auth',
        changes: [
          { part: 'image', added: [], removed: [], changed: ['gotrue:1 → gotrue:2'] },
          { part: 'environment', added: ['JWT_KEYS'], removed: ['OLD'], changed: ['SITE_URL'] },
          { part: 'command', added: [], removed: [], changed: ['differs'] },
        ],
      },
    ],
    unsetVariables: ['JWT_KEYS'],
  }

  it('shows services, and of each what differs', async () => {
    const { stdout, exitCode } = await runCli(['upstream', 'supabase'], { core: { upstream: [diff] } })
    expect([exitCode, stdout]).toEqual([
      0,
      block`
        supabase  /src/supabase/docker-compose.yml
          services: 1 only upstream, 1 changed
          + vector
          ~ auth
              image: gotrue:1 → gotrue:2
              variables: + JWT_KEYS, - OLD, changed SITE_URL
              command: differs
          not set here: JWT_KEYS

      `,
    ])
  })

  it('fails when they cannot be compared', async () => {
    const upstream = [{ ...diff, problem: 'The file is missing.' }]
    const { stdout, exitCode } = await runCli(['upstream'], { core: { upstream } })
    expect([exitCode, stdout]).toEqual([
      1,
      'supabase  /src/supabase/docker-compose.yml\n✗  The file is missing.\n',
    ])
  })

  it('says what to do where no stack has one', async () => {
    const { stdout } = await runCli(['upstream'], { core: { upstream: [] } })
    expect(stdout).toBe('No stack has an upstream; say where it is under `upstream` in switchyard.yaml.\n')
  })
})

describe('an update', () => {
  const replace: StepOf<'replace'> = {
    kind: 'replace',
    id: 'replace:data/cache',
    after: [],
    command: [],
    project: 'data',
    service: ref('data/cache'),
    reason: 'newer',
    image: 'redis:7',
    previous: { id: 'sha256:0123456789abcdef', image: 'redis:7' },
    to: null,
    hasNewFiles: false,
    putsBack: true,
    follows: [],
  }
  const plan = planOf([['data']], [replace, startStep('data/cache')], { kind: 'update' })

  it('says in its plan what is replaced, and what becomes of the image before', () => {
    const text = textOf(renderPlan(plan, plainStyle))
    expect(text).toContain('Replace, each right before its start')
    expect(text).toContain('  data/cache  a newer redis:7')
    expect(text).toContain('      redis:7 (0123456789ab) is put back when the new one does not get ready')
  })

  it('names in the end what was put back, and what was left as it was', () => {
    const events = [
      started(plan),
      changed('data/cache', 'failed', 900, { detail: 'exited with code 3; runs its previous image again' }),
      finished(1000, {
        outcome: 'failed',
        failures: [
          {
            service: ref('data/cache'),
            step: 'start:data/cache',
            reason: 'exited with code 3',
            exitCode: 3,
            log: [],
          },
        ],
        notStarted: [ref('data/db')],
        putBack: [
          {
            service: ref('data/cache'),
            image: 'redis:7',
            imageId: 'sha256:0123456789abcdef',
            isReady: true,
          },
        ],
      }),
    ]
    const view = events.reduce<ReturnType<typeof applyRunEvent> | null>(applyRunEvent, null)
    const text = view ? textOf(renderRunSummary(view, plainStyle)) : ''
    expect(text).toContain('!  data/cache: back to redis:7 (0123456789ab), and ready')
    expect(text).toContain('Left as it was: data/db')
    expect(text).toContain('1 failed, 1 put back, 1 left as they were')
  })
})
