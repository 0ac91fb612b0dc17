import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { createCompose } from '../../src/main/compose/create-compose.ts'
import { createFileCache } from '../../src/main/compose/file-cache.ts'
import { discoverLab } from '../../src/main/lab/discover.ts'
import type { Lab } from '../../src/main/lab/model.ts'
import { sketchEnvironments, sketchStacks } from '../unit/lab/support/sketch.ts'

/** Discovery of a fixture lab, with Compose's own answers. */
async function discover(name: string): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-cache-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const variables = inject('engineVariables')
  const compose = createCompose({ variables, cache: createFileCache(folder, variables) })
  const dir = join(import.meta.dirname, '../labs', name)
  return discoverLab(dir, { compose, environment: null, profiles: [], variables })
}

/** Compose names any one of the services that lack something. */
const lacksImage = /^Not complete alone: service [\w-]+ has neither an image nor a build context specified\.$/

describe('discovery with Compose’s own answers', () => {
  it('takes the two files of split-project for one project', async () => {
    const files = 'docker-compose.infra.yml + docker-compose.app.yml'
    const lab = await discover('split-project')
    expect(sketchStacks(lab)).toEqual([
      `0 infra (trollama) always-on [logging-service dynamodb-local auth-service admin-service web-service]: ${files}`,
      `1 app (trollama) [fastapi-service discord-bot sglang-server]: ${files}`,
    ])
    expect(lab.notes).toEqual([])
  })

  it('tells the scenarios that stand alone from those that only change the default', async () => {
    const lab = await discover('scenarios')
    const alone = [
      'dev',
      'full',
      'hybrid',
      'kong',
      'migration',
      'ml',
      'ollama',
      'redis',
      'rust-go',
      'telemetry',
    ]
    expect(sketchStacks(lab)).toEqual([
      '0 scenarios (scenarios): docker-compose.yml',
      ...alone.map((word) => `0 ${word} (scenarios) by name: docker-compose.${word}.yml`),
    ])
    expect(lab.layers.map(({ name, stack, why }) => ({ name, stack, why }))).toEqual([
      {
        name: 'metal',
        stack: 'scenarios',
        why: 'Only changes docker-compose.yml: app has neither an image nor a build context of its own here.',
      },
      { name: 'prod', stack: 'scenarios', why: expect.stringMatching(lacksImage) as string },
    ])
    expect(lab.notes).toEqual([])
  })

  it('lays the environments of layered over its base, and CI over the tests', async () => {
    const lab = await discover('layered')
    expect(sketchStacks(lab)).toEqual(['0 ichrisbirch (ichrisbirch): docker-compose.yml'])
    expect(sketchEnvironments(lab)).toEqual([
      'ichrisbirch@ci: +docker-compose.test.yml +docker-compose.ci.yml',
      'ichrisbirch@dev: +docker-compose.dev.yml',
      'ichrisbirch@test: +docker-compose.test.yml',
    ])
    expect(lab.layers.map(({ why }) => why)).toEqual([
      expect.stringMatching(
        /^Goes on top of docker-compose\.test\.yml: over docker-compose\.yml alone, service \w+ refers to undefined volume venv_shared\.$/,
      ),
      expect.stringMatching(lacksImage),
      expect.stringMatching(lacksImage),
    ])
    expect(lab.notes).toEqual([])
  })

  it('finds the overlay in one of the folders of per-service', async () => {
    const lab = await discover('per-service')
    expect(lab.stacks.map(({ name }) => name)).toEqual([
      'chatterbox',
      'embedding',
      'gateway',
      'ollama',
      'queue',
      'searxng',
      'whisper',
    ])
    expect(sketchEnvironments(lab)).toEqual(['chatterbox@gpu: +services/chatterbox/docker-compose.gpu.yml'])
    expect(lab.layers.map(({ why }) => why)).toEqual([expect.stringMatching(lacksImage)])
  })
})
