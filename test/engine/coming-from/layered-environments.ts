import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { labStatusSchema } from '../../../src/shared/status.ts'
import { type Container, pick } from '../support/containers.ts'
import type { PageWalk, Walk } from '../support/walk/page-walk.ts'
import { readPage } from '../support/walk/walk-page.ts'

const page = 'layered-environments.md'
const services = ['api', 'app', 'chat', 'postgres', 'redis', 'scheduler', 'traefik']

export const layeredEnvironments: PageWalk = {
  page,
  lab: 'layered',
  projects: ['ichrisbirch'],
  prepare: async ({ dir }) => {
    const { text } = await readPage(page)
    await writeFile(join(dir, 'switchyard.yaml'), /```yaml\n([^]*?)```/.exec(text)?.[1] ?? '')
    // The image of the lab has no Python.
    await editDockerfile(
      dir,
      'WORKDIR /app\n',
      `WORKDIR /app\nRUN printf '%s\\n' ${python} >/bin/python && chmod +x /bin/python\n`,
    )
  },
  rows: {
    'up --env dev': {
      then: async (walk) => {
        expect(await walk.running()).toEqual(services)
        expect(await environmentOf(walk)).toBe('development')
        expect(Object.values(pick(await walk.containers(), 'name'))).toContain('ichrisbirch-api-dev')
        walk.notes['dev'] = await lives(walk)
      },
    },
    'up --env test': {
      then: async (walk) => {
        expect(await walk.running('ichrisbirch-test')).toEqual(services)
        expect(await environmentOf(walk, 'ichrisbirch-test')).toBe('testing')
        expect(await lives(walk)).toEqual(walk.notes['dev'])
      },
    },
    'down --env test': {
      then: async (walk) => {
        expect(await walk.containers('ichrisbirch-test')).toEqual({})
        expect(await lives(walk)).toEqual(walk.notes['dev'])
      },
    },
    'up --env ci': {
      says: [/postgres ready[^]*redis ready[^]*api loading|redis ready[^]*postgres ready[^]*api loading/],
      then: async (walk) => {
        expect(await walk.running('ichrisbirch-ci')).toEqual(services)
        expect((await walk.containers('ichrisbirch-ci'))['api']?.variables).toMatchObject({ CI: 'true' })
        expect(await networks(walk)).toContain('ichrisbirch-ci_proxy')
      },
    },
    'logs --env dev --follow': { before: ['down --env ci'], until: /ichrisbirch\/api +\| ready at/ },
    'status --env dev': { says: [/ichrisbirch +ready 7\/7/] },
    'build --env dev --no-cache': {
      prepare: ({ dir }) =>
        editDockerfile(dir, 'ENV ENVIRONMENT=development', 'ENV ENVIRONMENT=development REBUILT=1'),
    },
    'up --env dev (2)': {
      then: async (walk) =>
        expect((await walk.containers())['api']?.variables).toMatchObject({ REBUILT: '1' }),
    },
    up: {
      before: ['down --env dev'],
      then: async (walk) => {
        expect(await walk.running()).toEqual(services)
        expect(await environmentOf(walk)).toBe('production')
      },
    },
    'switch default': { says: [/nothing to do/i] },
    'switch test': {
      says: [/to test, now default/],
      then: async (walk) => {
        expect(await walk.containers()).toEqual({})
        expect(await walk.running('ichrisbirch-test')).toEqual(services)
        expect(await walk.lab.docker(['volume', 'ls', '--quiet'])).toContain('ichrisbirch_postgres_data')
      },
    },
    'switch default (2)': {
      then: async (walk) => {
        expect(await walk.containers('ichrisbirch-test')).toEqual({})
        expect(await walk.running()).toEqual(services)
        walk.notes['prod'] = await lives(walk)
      },
    },
    environments: { says: [/default.*runs/, /127\.\S+:27434->5432/] },
    'run-in test -- pytest': { exitCode: 3, then: (walk) => hasRun(walk, 'pytest ') },
    'run-in test -- uv run pytest': {
      exitCode: 4,
      then: (walk) => hasRun(walk, 'uv run pytest'),
    },
    'run-in test --keep -- pytest': {
      exitCode: 3,
      then: async (walk) => expect(await walk.running('ichrisbirch-test')).toEqual(services),
    },
    'logs api --follow': { before: ['down --env test'], until: /^ichrisbirch\/api \| ready at/m },
    'logs api --follow --json': { until: /"at":"20\d\d-\d\d-\d\dT[^]*"text":"ready at/ },
    'build api': {
      prepare: ({ dir }) =>
        editDockerfile(dir, 'ENV ENVIRONMENT=production', 'ENV ENVIRONMENT=production REBUILT=2'),
      then: async (walk) => expect(await lives(walk)).toEqual(walk.notes['prod']),
    },
    'up api': {
      then: async (walk) => {
        const containers = await walk.containers()
        expect(containers['api']).toMatchObject({ state: 'running', variables: { REBUILT: '2' } })
        expect(livesOf(containers, ['postgres', 'redis'])).toEqual(
          (walk.notes['prod'] as readonly [string, unknown][]).filter(([name]) =>
            /postgres|redis/.test(name),
          ),
        )
      },
    },
    'shell api': { keys: 'echo $((6*7)); exit 5\n', exitCode: 5, says: [/^42\s*$/m] },
    "run api -- python -c print('hello')": {
      says: [/^hello$/m],
      then: async (walk) => expect(Object.keys(await walk.containers())).toEqual(services),
    },
    'logs api': { says: [/^ichrisbirch\/api \| ready at \d+$/m] },
    status: { says: [/ichrisbirch +ready 7\/7/, /127\.\S+:27800->8000\/tcp/] },
    'status api --json': {
      then: (_, { stdout }) =>
        expect(labStatusSchema.parse(JSON.parse(stdout)).stacks[0]?.services.map(({ name }) => name)).toEqual(
          ['api'],
        ),
    },
    'record api': { says: [/api/, /start/i] },
    'status postgres': {
      says: [/postgres +ready/],
      then: (_, { stdout }) => expect(stdout).not.toContain('redis'),
    },
    'logs postgres': { says: [/^ichrisbirch\/postgres \| .*ready to accept connections/m] },
    'exec postgres -- psql -U postgres -d ichrisbirch -c SELECT 1': { says: [/^\(1 row\)$/m] },
    'find :8000': { says: [/ichrisbirch\/api +ichrisbirch-api running/] },
    addresses: { says: [/^proxy$/m, /^ichrisbirch_default$/m, /postgresql:\/\/postgres:5432/] },
    down: {
      then: async (walk) => {
        expect(await walk.containers()).toEqual({})
        await walk.lab.docker(['network', 'rm', 'proxy'])
      },
    },
    'up (2)': {
      then: async (walk) => {
        expect(await walk.running()).toEqual(services)
        expect(await networks(walk)).toContain('proxy')
      },
    },
  },
}

/** Prints what it is told to print, and knows no more. */
const python = `'#!/bin/sh' 'echo "$2" | sed "s/^print(.//; s/.)$//"'`

async function editDockerfile(dir: string, from: string, to: string) {
  const file = join(dir, 'Dockerfile')
  const text = await readFile(file, 'utf8')
  expect(text).toContain(from)
  await writeFile(file, text.replace(from, to))
}

async function environmentOf(walk: Walk, ...projects: readonly string[]) {
  return (await walk.containers(...projects))['api']?.variables['ENVIRONMENT']
}

function livesOf(containers: Readonly<Record<string, Container>>, names: readonly string[]) {
  return names.map((name) => [name, containers[name]?.id, containers[name]?.startedAtMs])
}

async function lives(walk: Walk) {
  return livesOf(await walk.containers(), services)
}

async function hasRun(walk: Walk, call: string) {
  expect((await walk.calls()).at(-1)).toBe(call)
  expect(await walk.containers('ichrisbirch-test')).toEqual({})
  expect(await lives(walk)).toEqual(walk.notes['prod'])
}

const networks = async ({ lab }: Walk) =>
  (await lab.docker(['network', 'ls', '--format', '{{.Name}}'])).split('\n')
