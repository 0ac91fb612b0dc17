import { chmod, cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { PageWalk, Walk } from '../support/walk/page-walk.ts'

const infra = ['admin-service', 'auth-service', 'dynamodb-local', 'logging-service', 'web-service']
const apps = ['discord-bot', 'fastapi-service']
const all = [...infra, ...apps].toSorted()
const stopScript = 'scripts/model_management/sglang/stop.sh'

export const splitFiles: PageWalk = {
  page: 'split-files.md',
  lab: 'split-project',
  projects: ['trollama'],
  rows: {
    'init --dry-run': {
      says: [/infra:\n.*docker-compose\.infra\.yml.*\n.*trollama\n.*always_on: true/],
      then: async ({ dir }) => expect(await readdir(dir)).not.toContain('switchyard.yaml'),
    },
    up: {
      then: async (walk) => {
        expect(await walk.running()).toEqual(all)
        walk.notes['up'] = await livesOf(walk, infra)
      },
    },
    'up (2)': { says: [/nothing to do \(7 services/], then: isLeftAlone },
    'up --profile performance': {
      then: async (walk) => {
        expect(await walk.running()).toEqual([...all, 'sglang-server'].toSorted())
        await isLeftAlone(walk)
      },
    },
    'apps off': {
      says: [/Left alone \(always-on\): infra/],
      then: async (walk) => {
        expect(await walk.running()).toEqual(infra)
        await isLeftAlone(walk)
        expect(await networks(walk)).toContain('trollama-network')
      },
    },
    down: {
      then: async (walk) => {
        expect(Object.keys(await walk.containers())).toEqual(infra)
        await isLeftAlone(walk)
        expect(await networks(walk)).toContain('trollama-network')
      },
    },
    'down infra --include-always-on': {
      then: async (walk) => {
        expect(await walk.containers()).toEqual({})
        expect(await networks(walk)).not.toContain('trollama-network')
        expect(await volumes(walk)).toEqual([
          'trollama_dynamodb-data',
          'trollama_log-data',
          'trollama_model-cache',
        ])
      },
    },
    'apps on': {
      before: ['up infra'],
      then: async (walk) => {
        expect(await walk.running()).toEqual(all)
        walk.notes['up'] = await livesOf(walk, infra)
      },
    },
    'apps off (2)': {
      then: async (walk) => {
        expect(await walk.running()).toEqual(infra)
        await isLeftAlone(walk)
      },
    },
    'logs --follow': {
      before: ['up'],
      until: /infra\/auth-service +\| ready[^]*app\/discord-bot +\| ready/,
    },
    'logs app --follow': {
      until: /app\/discord-bot +\| ready/,
      then: (_, { stdout }) => expect(stdout).not.toContain('infra/'),
    },
    'logs app/fastapi-service --follow': {
      until: /ready at/,
      then: (_, { stdout }) =>
        expect(new Set(stdout.split('\n').map((line) => line.split(' ')[0]))).toEqual(
          new Set(['app/fastapi-service']),
        ),
    },
    status: { says: [/infra +always-on +ready 5\/5/, /app +ready 2\/2/] },
    'status app': {
      says: [/app +ready 2\/2/],
      then: (_, { stdout }) => expect(stdout).not.toContain('infra'),
    },
    'find trollama-fastapi': { says: [/app\/fastapi-service +trollama-fastapi running/] },
    'find trollama-admin': { says: [/infra\/admin-service +trollama-admin running/] },
    'up infra': {
      before: ['apps off', 'stop infra/web-service --include-always-on'],
      // The dashboard waits for fastapi, which comes along, and no other app.
      then: async (walk) => expect(await walk.running()).toEqual([...infra, 'fastapi-service'].toSorted()),
    },
    'up app': { then: async (walk) => expect(await walk.running()).toEqual(all) },
    'links app --check': { says: [/fastapi-service +http:\S+:21801\/ .* answers \(200\)/] },
    'exec infra/admin-service -- curl http://trollama-fastapi:8000/health': {
      // The image of the lab has wget alone.
      prepare: ({ lab }) =>
        lab.docker([
          'exec',
          'trollama-admin',
          'sh',
          '-c',
          'printf %s "$0" >/bin/curl; chmod +x /bin/curl',
          curl,
        ]),
      says: [/^ok$/m],
    },
    'logs infra/admin-service': { says: [/^infra\/admin-service \| ready at \d+$/m] },
    'plan up --profile performance': {
      says: [/sglang\/start\.sh prepares the host itself; Switchyard does that as a recipe/],
      then: async (walk) => expect(await walk.running()).toEqual(all),
    },
    'plan stop app --profile performance': {
      before: ['up app/sglang-server --profile performance'],
      says: [/sglang\/stop\.sh/],
      then: async (walk) => expect(await walk.running()).toContain('sglang-server'),
    },
    doctor: {
      prepare: ({ dir }) => chmod(join(dir, stopScript), 0o644),
      exitCode: 1,
      says: [/stop\.sh` .* is not executable/, /chmod \+x/],
      then: ({ dir }) => chmod(join(dir, stopScript), 0o755),
    },
    'open infra/web-service': {
      then: async ({ calls }) =>
        expect(await calls()).toContainEqual(expect.stringMatching(/^xdg-open http:\S+:21852\/$/)),
    },
    'split docker-compose.yml --style split': {
      // What the seed had before its split is a lab of its own.
      elsewhere: async ({ dir }) => {
        const before = join(dir, '../monolith')
        await cp(join(import.meta.dirname, '../../labs/monolith'), before, { recursive: true })
        return before
      },
      then: async ({ dir }) => {
        const before = join(dir, '../monolith')
        const files = await readdir(before)
        expect(files).toEqual(
          expect.arrayContaining([
            'docker-compose.infrastructure.yml',
            'docker-compose.apps.yml',
            'switchyard.yaml',
          ]),
        )
        const old = join(import.meta.dirname, '../../labs/monolith/docker-compose.yml')
        expect(await readFile(join(before, 'docker-compose.yml'), 'utf8')).toBe(await readFile(old, 'utf8'))
      },
    },
    'up app/sglang-server --profile performance': {
      before: ['stop app/sglang-server'],
      then: async (walk) => expect(await walk.running()).toContain('sglang-server'),
    },
    'host status': { says: [/^Swap /m, /^Guards /m, /^Leases /m] },
  },
}

const curl = '#!/bin/sh\nexec wget -q -O - "$@"\n'

/** Which container each of these services has, and since when. */
async function livesOf(walk: Walk, services: readonly string[]) {
  const containers = await walk.containers()
  return services.map((service) => [service, containers[service]?.id, containers[service]?.startedAtMs])
}

async function isLeftAlone(walk: Walk) {
  expect(await livesOf(walk, infra)).toEqual(walk.notes['up'])
}

const networks = ({ lab }: Walk) => lab.docker(['network', 'ls', '--format', '{{.Name}}'])

const volumes = async ({ lab }: Walk) =>
  (await lab.docker(['volume', 'ls', '--quiet', '--filter', 'name=trollama'])).split('\n').toSorted()
