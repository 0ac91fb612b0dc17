import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fakeCompose } from './support/fake-compose.ts'
import { discover, sketchEnvironments, sketchNotes, sketchStacks } from './support/sketch.ts'
import { services, writeLab } from './support/temporary-lab.ts'

const noImage = 'service "app" has neither an image nor a build context specified: invalid compose project'

describe('a folder with one Compose file', () => {
  it('is one stack, and Compose is not asked', async () => {
    const dir = await writeLab({ 'compose.yaml': services('web') })
    const compose = fakeCompose(dir)
    expect(await discover(dir, { compose })).toEqual({
      name: 'lab',
      dir,
      configFile: null,
      environment: null,
      stacks: [
        {
          name: 'lab',
          project: {
            key: '.',
            name: 'lab',
            dir,
            files: [join(dir, 'compose.yaml')],
            envFiles: [],
            profiles: [],
          },
          ownFiles: [join(dir, 'compose.yaml')],
          services: null,
          alwaysOn: false,
          autoStart: true,
          order: 0,
          needs: [],
          environments: [],
          links: [],
          settings: new Map(),
          why: "The lab's folder has a Compose file of its own, compose.yaml.",
        },
      ],
      layers: [],
      notes: [],
      networks: [],
    })
    expect(compose.asked).toEqual([])
  })

  it('is a stack that starts by itself, whatever the file is called', async () => {
    const dir = await writeLab({ 'docker-compose.telemetry.yml': services('grafana') })
    expect(sketchStacks(await discover(dir))).toEqual(['0 telemetry (lab): docker-compose.telemetry.yml'])
  })

  it('takes the file that Compose takes, and its override, and says what it leaves', async () => {
    const dir = await writeLab({
      'compose.yml': services('web'),
      'docker-compose.yml': services('old'),
      'docker-compose.override.yaml': services('debug'),
      'docker-compose.example.yml': services('copy-me'),
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual(['0 lab (lab): compose.yml + docker-compose.override.yaml'])
    expect(sketchNotes(lab)).toEqual({
      'docker-compose.yml': 'Compose takes compose.yml, which stands beside it.',
      'docker-compose.example.yml': 'By its name a copy or an example, not a file to run.',
    })
  })
})

describe('a split project', () => {
  const files = {
    'docker-compose.app.yml':
      'services:\n  api: { image: a, depends_on: [db] }\n  model: { image: m, profiles: [gpu] }\n',
    'docker-compose.infra.yml': 'services:\n  db: { image: d }\n  web: { image: w, depends_on: [api] }\n',
  }

  it('is one project with a stack for each file, infrastructure first and always on', async () => {
    const dir = await writeLab(files)
    const compose = fakeCompose(dir)
    const lab = await discover(dir, { compose })
    const both = 'docker-compose.infra.yml + docker-compose.app.yml'
    expect(sketchStacks(lab)).toEqual([
      `0 infra (lab) always-on [db web]: ${both}`,
      `1 app (lab) [api model]: ${both}`,
    ])
    expect(lab.stacks.map(({ project }) => project.key)).toEqual(['.', '.'])
    expect(lab.stacks.map(({ why }) => why)).toEqual([
      'One project in 2 files with different services: app needs db, which another of them has. Always on, because infra is what others stand on.',
      'One project in 2 files with different services: app needs db, which another of them has.',
    ])
    expect(compose.asked).toEqual([both])
  })

  it('is found by the usual names alone, in their order', async () => {
    const dir = await writeLab({
      'docker-compose.apps.yml': services('ui'),
      'docker-compose.compute.yml': services('llm'),
      'docker-compose.core.yml': services('proxy'),
      'docker-compose.data.yml': services('db'),
    })
    const names = (await discover(dir)).stacks.map(({ order, name, alwaysOn }) => ({ order, name, alwaysOn }))
    expect(names).toEqual([
      { order: 0, name: 'core', alwaysOn: true },
      { order: 1, name: 'data', alwaysOn: false },
      { order: 2, name: 'compute', alwaysOn: false },
      { order: 3, name: 'apps', alwaysOn: false },
    ])
  })

  it('can have overlays, which belong to the parts whose services they change', async () => {
    const dir = await writeLab({
      ...files,
      'docker-compose.dev.yml': 'services:\n  api: { environment: { DEBUG: "1" } }\n',
    })
    const compose = fakeCompose(dir, { 'docker-compose.dev.yml': noImage })
    const lab = await discover(dir, { compose })
    expect(sketchEnvironments(lab)).toEqual(['app@dev: +docker-compose.dev.yml'])
    expect(compose.asked).toEqual([
      'docker-compose.infra.yml + docker-compose.app.yml',
      'docker-compose.dev.yml',
      'docker-compose.infra.yml + docker-compose.app.yml + docker-compose.dev.yml',
    ])
  })

  it('keeps the order that COMPOSE_FILE gives, and nothing has to be asked', async () => {
    const dir = await writeLab({
      ...files,
      '.env': 'COMPOSE_FILE=docker-compose.app.yml:docker-compose.infra.yml\nCOMPOSE_PROJECT_NAME=shop\n',
    })
    const compose = fakeCompose(dir)
    const both = 'docker-compose.app.yml + docker-compose.infra.yml'
    expect(sketchStacks(await discover(dir, { compose }))).toEqual([
      `0 infra (shop) always-on [db web]: ${both}`,
      `1 app (shop) [api model]: ${both}`,
    ])
    expect(compose.asked).toEqual([])
  })

  it('is no split when the files define the same services: they are alternatives to be named', async () => {
    const dir = await writeLab({
      'docker-compose.infra.yml': services('db', 'web'),
      'docker-compose.app.yml': services('db', 'api'),
    })
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 app (lab) by name: docker-compose.app.yml',
      '0 infra (lab) by name: docker-compose.infra.yml',
    ])
  })
})

describe('scenarios', () => {
  it('are stacks where they stand alone and environments where they only change the base', async () => {
    const dir = await writeLab({
      'docker-compose.yml': 'services:\n  app: { build: . }\n  redis: { image: r }\n',
      'docker-compose.migration.yml': services('gateway', 'redis'),
      'docker-compose.metal.yml': 'services:\n  app: { build: { target: metal } }\n',
      'docker-compose.prod.yml': 'services:\n  app: { restart: always }\n',
      'docker-compose.my app.$(x).yml': services('odd'),
    })
    const compose = fakeCompose(dir, { 'docker-compose.prod.yml': noImage })
    const lab = await discover(dir, { compose })
    expect(sketchStacks(lab)).toEqual([
      '0 lab (lab): docker-compose.yml',
      '0 migration (lab) by name: docker-compose.migration.yml',
      '0 my app.$(x) (lab) by name: docker-compose.my app.$(x).yml',
    ])
    expect(lab.layers).toEqual([
      {
        name: 'metal',
        stack: 'lab',
        files: [join(dir, 'docker-compose.metal.yml')],
        why: 'Only changes docker-compose.yml: app has neither an image nor a build context of its own here.',
      },
      {
        name: 'prod',
        stack: 'lab',
        files: [join(dir, 'docker-compose.prod.yml')],
        why: 'Not complete alone: service app has neither an image nor a build context specified.',
      },
    ])
    expect(sketchEnvironments(lab)).toEqual([
      'lab@metal: +docker-compose.metal.yml',
      'lab@prod: +docker-compose.prod.yml',
    ])
    expect(compose.asked).toEqual([
      'docker-compose.migration.yml',
      'docker-compose.my app.$(x).yml',
      'docker-compose.prod.yml',
      'docker-compose.yml + docker-compose.metal.yml',
      'docker-compose.yml + docker-compose.prod.yml',
    ])
  })

  it('start by themselves without a base when their services are all different', async () => {
    const dir = await writeLab({
      'compose.media.yaml': services('jellyfin'),
      'compose.monitoring.yaml': services('grafana'),
    })
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 media (lab): compose.media.yaml',
      '0 monitoring (lab): compose.monitoring.yaml',
    ])
  })

  it('that Compose accepts nowhere are left out, with its reason', async () => {
    const dir = await writeLab({
      'docker-compose.yml': services('app'),
      'docker-compose.odd.yml': 'services:\n  other: { image: o, imag: typo }\n',
    })
    const reason = `validating ${dir}/docker-compose.odd.yml: services.other additional properties 'imag' not allowed`
    const compose = fakeCompose(dir, {
      'docker-compose.odd.yml': reason,
      'docker-compose.yml + docker-compose.odd.yml': reason,
    })
    expect(sketchNotes(await discover(dir, { compose }))).toEqual({
      'docker-compose.odd.yml':
        "Compose does not accept it, neither alone nor over docker-compose.yml: docker-compose.odd.yml: services.other additional properties 'imag' not allowed.",
    })
  })

  it('whose variables are not set yet are taken for what they look like', async () => {
    const dir = await writeLab({
      'docker-compose.yml': 'services:\n  app: { image: "a:${TAG:?which one}" }\n',
      'docker-compose.extra.yml': 'services:\n  extra: { image: e, env_file: secrets.env }\n',
      'docker-compose.dev.yml': 'services:\n  app: { command: dev }\n',
    })
    const unset =
      'error while interpolating services.app.image: required variable TAG is missing a value: which one'
    const compose = fakeCompose(dir, {
      'docker-compose.extra.yml': `env file ${dir}/secrets.env not found: stat ${dir}/secrets.env: no such file`,
      'docker-compose.dev.yml': noImage,
      'docker-compose.yml + docker-compose.dev.yml': unset,
    })
    const lab = await discover(dir, { compose })
    expect(lab.stacks.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      "lab: The lab's folder has a Compose file of its own, docker-compose.yml.",
      'extra: docker-compose.extra.yml looks complete by itself; Compose could not check it, because the env file secrets.env does not exist.',
    ])
    expect(lab.layers.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      'dev: Not complete alone: service app has neither an image nor a build context specified. Compose could not check it, because the variable TAG is not set.',
    ])
  })
})

describe('a base with environments', () => {
  const base = 'name: Shop\nservices:\n  app: { image: a }\nvolumes: { data: {} }\n'

  it('finds that one overlay goes on top of another', async () => {
    const dir = await writeLab({
      'docker-compose.yml': base,
      'docker-compose.ci.yml': 'services:\n  app: { volumes: ["cache:/c"] }\n',
      'docker-compose.dev.yml': 'services:\n  app: { command: dev }\n',
      'docker-compose.test.yml': 'name: shop-test\nservices:\n  app: { tty: true }\nvolumes: { cache: {} }\n',
    })
    const compose = fakeCompose(dir, {
      'docker-compose.ci.yml': noImage,
      'docker-compose.dev.yml': noImage,
      'docker-compose.test.yml': noImage,
      'docker-compose.yml + docker-compose.ci.yml':
        'service "app" refers to undefined volume cache: invalid compose project',
    })
    const lab = await discover(dir, { compose })
    expect(sketchStacks(lab)).toEqual(['0 Shop (shop): docker-compose.yml'])
    expect(sketchEnvironments(lab)).toEqual([
      'Shop@ci (shop-test): +docker-compose.test.yml +docker-compose.ci.yml',
      'Shop@dev: +docker-compose.dev.yml',
      'Shop@test (shop-test): +docker-compose.test.yml',
    ])
    expect(lab.layers[0]?.why).toBe(
      'Goes on top of docker-compose.test.yml: over docker-compose.yml alone, service app refers to undefined volume cache.',
    )
    expect(compose.asked).toHaveLength(7)
  })

  it('lays the environment over the stack when it is asked for', async () => {
    const dir = await writeLab({
      'compose.yaml': base,
      'compose.override.yaml': 'services:\n  app: { ports: ["80:80"] }\n',
      'compose.prod.yaml': 'services:\n  app: { restart: always }\n',
    })
    const compose = fakeCompose(dir, { 'compose.prod.yaml': noImage })
    const plain = await discover(dir, { compose })
    expect(sketchStacks(plain)).toEqual(['0 Shop (shop): compose.yaml + compose.override.yaml'])
    expect(sketchEnvironments(plain)).toEqual(['Shop@prod: -compose.override.yaml +compose.prod.yaml'])
    const lab = await discover(dir, { compose, environment: 'prod' })
    expect(lab.environment).toBe('prod')
    expect(sketchStacks(lab)).toEqual(['0 Shop (shop): compose.yaml + compose.prod.yaml'])
  })

  it('says which environments there are when it has not the one asked for', async () => {
    const dir = await writeLab({
      'compose.yaml': base,
      'compose.prod.yaml': 'services:\n  app: { tty: true }\n',
    })
    const compose = fakeCompose(dir, { 'compose.prod.yaml': noImage })
    await expect(discover(dir, { compose, environment: 'staging' })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      message: 'No stack of this lab has an environment `staging`.',
      hint: expect.stringContaining('`prod`') as string,
    })
  })

  it('knows the files of COMPOSE_FILE as environments, each without the others', async () => {
    const dir = await writeLab({
      'compose.yaml': base,
      'compose.dev.yaml': 'services:\n  app: { command: dev }\n',
      'compose.test.yaml': 'services:\n  app: { command: test }\n',
      '.env': 'COMPOSE_FILE=compose.yaml:compose.dev.yaml\n',
    })
    const lab = await discover(dir, { compose: fakeCompose(dir, { 'compose.test.yaml': noImage }) })
    expect(sketchStacks(lab)).toEqual(['0 Shop (shop): compose.yaml + compose.dev.yaml'])
    expect(sketchEnvironments(lab)).toEqual([
      'Shop@dev: +compose.dev.yaml',
      'Shop@test: -compose.dev.yaml +compose.test.yaml',
    ])
  })
})

describe('the fixture labs', () => {
  const labs = join(import.meta.dirname, '../../labs')

  it('ai-homelab is six stacks in the order of its folders', async () => {
    const dir = await writeLab({})
    await cp(join(labs, 'ai-homelab'), dir, { recursive: true })
    const compose = fakeCompose(dir)
    const lab = await discover(dir, { compose, profiles: ['cpu'] })
    const data = ['supabase', 'minio', 'mongodb', 'neo4j', 'qdrant']
    expect(sketchStacks(lab)).toEqual([
      '0 infrastructure (localai-infra) always-on: 00-infrastructure/docker-compose.yml',
      '0 infisical (localai-infisical) always-on: 00-infrastructure/infisical/docker-compose.yml',
      `1 data (localai-data): ${data.map((name) => `01-data/${name}/docker-compose.yml`).join(' + ')}`,
      '2 compute (localai-compute): 02-compute/docker-compose.yml',
      '3 apps (localai-apps): 03-apps/docker-compose.yml',
      '4 lambda (localai-lambda): 04-lambda/docker-compose.yml',
    ])
    expect(lab.stacks[2]?.project.dir).toBe(join(dir, '01-data/supabase'))
    expect(lab.stacks.map(({ project }) => project.profiles)).toEqual([[], [], [], ['cpu'], [], []])
    for (const { project } of lab.stacks) {
      expect(project.envFiles).toEqual([join(dir, '.env.global'), join(dir, '.env')])
    }
    expect(lab.networks).toEqual(['ai-network'])
    expect(lab.notes).toEqual([])
    expect(compose.asked).toEqual([])
  })

  it('per-service is a stack for each folder, all equal', async () => {
    const dir = join(labs, 'per-service')
    const gpu = 'services/chatterbox/docker-compose.gpu.yml'
    const lab = await discover(dir, { compose: fakeCompose(dir, { [gpu]: noImage }) })
    const names = ['chatterbox', 'embedding', 'gateway', 'ollama', 'queue', 'searxng', 'whisper']
    expect(sketchStacks(lab)).toEqual(
      names.map((name) => `0 ${name} (${name}): services/${name}/docker-compose.yml`),
    )
    expect(sketchEnvironments(lab)).toEqual([`chatterbox@gpu: +${gpu}`])
  })
})
