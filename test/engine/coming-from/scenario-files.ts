import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { PageWalk, Walk } from '../support/walk/page-walk.ts'
import { callDoor } from '../support/walk/terminal-door.ts'

const base = ['app', 'ollama', 'postgres', 'redis']
const telemetry = ['grafana', 'jaeger', 'otel-collector', 'prometheus']
const shared = ['postgres', 'redis']
const migration = [
  'api-gateway',
  'auth-service',
  'chat-service',
  'memory-service',
  'vector-db',
  'vision-service',
  'websocket-hub',
]

/** Images that files of labs name, of this one and of the others. */
const kept = ['fixture', 'redis', 'postgres', 'nginx'].map((name) => `switchyard/${name}:1`)

export const scenarioFiles: PageWalk = {
  page: 'scenario-files.md',
  lab: 'scenarios',
  projects: ['scenarios'],
  prepare: async ({ dir }) => {
    // As the seed has it: the new services are built here.
    const file = join(dir, 'docker-compose.migration.yml')
    const text = await readFile(file, 'utf8')
    const built =
      'api-gateway:\n    <<: *service\n    image: scenarios-gateway\n    build: { context: ., target: production }\n'
    await writeFile(file, text.replace('api-gateway:\n    <<: *service\n', built))
  },
  rows: {
    'init --dry-run': {
      says: [
        /^environments:$/m,
        /prod:\n.*\n.*\n.*docker-compose\.prod\.yml/,
        /docker-compose\.metal\.yml: Only/,
      ],
      then: async ({ dir }) => expect(await readdir(dir)).not.toContain('switchyard.yaml'),
    },
    up: {
      then: async (walk) => {
        expect(await walk.running()).toEqual(base)
        const refused = await callDoor(walk, ['up', 'dev'])
        expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('would replace')])
        expect(await walk.running()).toEqual(base)
      },
    },
    'down scenarios': {
      then: async (walk) => expect(await walk.containers()).toEqual({}),
    },
    'up dev': {
      then: async (walk) => {
        expect(await walk.running()).toEqual(['app', 'postgres', 'redis'])
        expect(await variablesOf(walk, 'app')).toMatchObject({ LOG_LEVEL: 'debug', NODE_ENV: 'development' })
      },
    },
    'build dev': {
      prepare: (walk) => changeImage(walk, 'development', 'first'),
      then: async (walk) => expect(await variablesOf(walk, 'app')).not.toHaveProperty('CHANGED'),
    },
    'up dev (2)': {
      then: async (walk) => expect(await variablesOf(walk, 'app')).toMatchObject({ CHANGED: 'first' }),
    },
    'up ml ollama': {
      before: ['down dev'],
      then: async (walk) =>
        expect(await walk.running()).toEqual(['ml-inference', 'mlflow', 'ollama', 'redis', 'vector-db']),
    },
    'switch prod': {
      before: ['down', 'up'],
      says: [/scenarios\/postgres is replaced/],
      then: async (walk) => {
        expect(await walk.running()).toEqual(base)
        expect(await policies(walk, base)).toEqual(base.map(() => 'always'))
        expect(await variablesOf(walk, 'app')).toMatchObject({ NODE_ENV: 'production' })
        walk.notes['base'] = await ids(walk, base)
      },
    },
    'up telemetry': {
      then: async (walk) => {
        expect(await walk.running()).toEqual([...base, ...telemetry].toSorted())
        expect(await ids(walk, base)).toEqual(walk.notes['base'])
      },
    },
    'up migration': {
      before: ['down telemetry', 'switch default'],
      then: async (walk) => {
        expect(await walk.running()).toEqual([...base, ...migration].toSorted())
        expect(await policies(walk, base)).toEqual(base.map(() => 'unless-stopped'))
      },
    },
    'up scenarios migration': { says: [/nothing to do \(13 services/] },
    'down scenarios (2)': {
      says: [/Volumes stay, .*scenarios_postgres_data/],
      then: async (walk) => expect(await walk.running()).toEqual(migration),
    },
    'up migration (2)': {
      then: async (walk) => expect(await walk.running()).toEqual([...migration, ...shared].toSorted()),
    },
    'logs --follow': { until: /migration\/api-gateway +\| ready/ },
    'logs migration/api-gateway --follow': { until: /^migration\/api-gateway \| ready/m },
    'logs migration/chat-service --tail 100': { says: [/^migration\/chat-service \| ready/m] },
    down: { then: isDownWithVolumes },
    'down (2)': { says: [/nothing to do/], then: isDownWithVolumes },
    'volume remove NAME': {
      words: { NAME: 'scenarios_redis_data' },
      answer: 'scenarios_redis_data',
      then: async (walk) => expect(await volumes(walk)).not.toContain('scenarios_redis_data'),
    },
    clean: {
      alone: true,
      prepare: async (walk) => {
        await walk.lab.docker(['create', '--name', 'walk-stray', 'switchyard/fixture:1'])
        await walk.lab.docker(['network', 'create', 'walk-stray'])
        walk.notes['volumes'] = await volumes(walk)
      },
      answer: 'y',
      says: [/walk-stray: created, and no Compose file made it/, /walk-stray: no container is on it/],
      then: async (walk) => {
        expect(await walk.lab.docker(['ps', '--all', '--quiet', '--filter', 'name=walk-stray'])).toBe('')
        expect(await networks(walk)).not.toContain('walk-stray')
        expect(await volumes(walk)).toEqual(walk.notes['volumes'])
        expect(await images(walk)).toEqual(expect.arrayContaining([...kept]))
      },
    },
    'build --no-cache': {
      prepare: (walk) => changeImage(walk, 'production', 'second'),
      then: async ({ lab }) =>
        expect(
          await lab.docker(['image', 'inspect', 'scenarios-app', '--format', '{{.Config.Env}}']),
        ).toContain('CHANGED=second'),
    },
    'build migration/api-gateway': {
      before: ['up migration'],
      prepare: (walk) => changeImage(walk, 'production', 'third'),
    },
    'up migration/api-gateway': {
      then: async (walk) => {
        expect(await variablesOf(walk, 'api-gateway')).toMatchObject({ CHANGED: 'third' })
        expect(await walk.running()).toEqual([...migration, ...shared].toSorted())
      },
    },
    'find :8080': { says: [/migration\/api-gateway +scenarios-api-gateway-1 running .*->8080\/tcp/] },
    'down (3)': { then: isDownWithVolumes },
    'clean networks': {
      alone: true,
      prepare: ({ lab }) => lab.docker(['network', 'create', 'walk-stray']),
      answer: 'y',
      then: async (walk) => expect(await networks(walk)).not.toContain('walk-stray'),
    },
    'up (2)': {
      then: async (walk) => {
        expect(await walk.running()).toEqual(base)
        expect(await networks(walk)).toContain('scenarios_universal-ai-network')
      },
    },
    'exec service_name -- chown -R user:group /path': {
      words: { service_name: 'scenarios/redis', 'user:group': '1234:1234', '/path': '/data' },
      then: async ({ lab }) =>
        expect(await lab.docker(['exec', 'scenarios-redis-1', 'stat', '-c', '%u:%g', '/data'])).toBe(
          '1234:1234',
        ),
    },
    top: { says: [/^scenarios\/app +\d/m, /^scenarios\/redis +\d/m] },
    'links --check': {
      before: ['up telemetry'],
      says: [
        /grafana +telemetry\/grafana .* answers \(200\)/,
        /prometheus +telemetry\/prometheus .* answers/,
      ],
    },
    addresses: {
      says: [/http:\/\/api-gateway:8080 /, /postgresql:\/\/postgres:5432 /, /redis:\/\/redis:6379 /],
    },
  },
}

/** What a stage of the Dockerfile is made of is another thing from now on. */
async function changeImage({ dir }: Walk, stage: string, value: string) {
  const file = join(dir, 'Dockerfile')
  const text = (await readFile(file, 'utf8')).replace(/^ENV CHANGED=.*\n/m, '')
  const from = `FROM base AS ${stage}\n`
  await writeFile(file, text.replace(from, `${from}ENV CHANGED=${value}\n`))
}

async function variablesOf(walk: Walk, service: string) {
  return (await walk.containers())[service]?.variables
}

async function ids(walk: Walk, services: readonly string[]) {
  const containers = await walk.containers()
  return services.map((service) => containers[service]?.id)
}

async function policies(walk: Walk, services: readonly string[]) {
  const names = services.map((service) => `scenarios-${service}-1`)
  const text = await walk.lab.docker(['inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', ...names])
  return text.split('\n')
}

async function isDownWithVolumes(walk: Walk) {
  expect(await walk.containers()).toEqual({})
  expect(await volumes(walk)).toContain('scenarios_postgres_data')
}

const lines = async (text: Promise<string>) => (await text).split('\n').toSorted()
const volumes = ({ lab }: Walk) => lines(lab.docker(['volume', 'ls', '--quiet']))
const networks = ({ lab }: Walk) => lines(lab.docker(['network', 'ls', '--format', '{{.Name}}']))
/** Those that have a name. */
const images = ({ lab }: Walk) =>
  lines(lab.docker(['image', 'ls', '--filter', 'dangling=false', '--format', '{{.Repository}}:{{.Tag}}']))
