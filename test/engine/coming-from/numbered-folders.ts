import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { pick } from '../support/containers.ts'
import type { PageWalk, Walk } from '../support/walk/page-walk.ts'
import { callDoor } from '../support/walk/terminal-door.ts'

const alwaysOn = ['caddy', 'cloudflared', 'infisical-backend', 'infisical-db', 'infisical-redis', 'redis']
const projects = [
  'localai-infra',
  'localai-infisical',
  'localai-data',
  'localai-compute',
  'localai-apps',
  'localai-lambda',
]

export const numberedFolders: PageWalk = {
  page: 'numbered-folders.md',
  lab: 'ai-homelab',
  projects,
  prepare: async (walk) => {
    const { dir, binDir } = walk
    // No graphics card here: what asks for one does not, and is otherwise the profile that it is.
    const compute = join(dir, '02-compute/docker-compose.yml')
    const text = await readFile(compute, 'utf8')
    await writeFile(
      compute,
      text
        .replace(/ {4}deploy: &nvidia\n(?: {6,}.*\n)+/, '')
        .replace('    deploy: *nvidia\n', '')
        .replaceAll('image: switchyard/fixture:1', 'image: walk-model:1'),
    )
    await walk.lab.docker(['tag', 'switchyard/fixture:1', 'walk-model:1'])
    await writeFile(join(dir, 'switchyard.yaml'), settings)
    await writeFile(join(dir, '../upstream.yml'), upstream)
    // The vault is part of the lab, and not there before it is up.
    await writeFile(join(binDir, 'answer'), 'exit 1\n')
  },
  rows: {
    'up --profile gpu-nvidia': {
      says: [/Infisical exited with code 1: \.env is used instead/],
      then: async (walk) => {
        expect(await walk.running()).toHaveLength(34)
        expect(await walk.running('localai-compute')).toEqual(['comfyui-gpu', 'ollama-gpu'])
        const all = await walk.containers()
        expect([all['minio-init']?.exitCode, all['n8n-import']?.exitCode]).toEqual([0, 0])
        expect(all['lambda-server']?.variables['MONGODB_URI']).toContain('not-a-real-mongo-password')
        expect((await walk.lab.docker(['network', 'ls', '--format', '{{.Name}}'])).split('\n')).toContain(
          'ai-network',
        )
      },
    },
    'up infrastructure': {
      before: ['stop infrastructure/cloudflared --include-always-on'],
      then: async (walk) =>
        expect(await walk.running('localai-infra')).toEqual(['caddy', 'cloudflared', 'redis']),
    },
    'up data': {
      before: ['stop data/qdrant'],
      then: async (walk) => expect(await walk.running('localai-data')).toHaveLength(18),
    },
    'up compute --profile gpu-nvidia': {
      before: ['stop compute'],
      then: async (walk) =>
        expect(await walk.running('localai-compute')).toEqual(['comfyui-gpu', 'ollama-gpu']),
    },
    'up apps': {
      before: ['stop apps/searxng'],
      then: async (walk) => expect(await walk.running('localai-apps')).toHaveLength(7),
    },
    'plan up': {
      before: ['down lambda'],
      says: [/--project-name localai-lambda .*04-lambda\/docker-compose\.yml .*up --no-start/],
      then: async (walk) => expect(await walk.containers('localai-lambda')).toEqual({}),
    },
    'up infisical': {
      before: ['stop infisical/infisical-backend --include-always-on'],
      then: async (walk) => expect(await walk.running('localai-infisical')).toHaveLength(3),
    },
    'up lambda': {
      then: async (walk) => expect(await walk.running('localai-lambda')).toEqual(['lambda-server']),
    },
    addresses: { says: [/^ai-network$/m, /compute\/ollama-gpu +http:\/\/ollama.*:11434/] },
    'switch --profile gpu-nvidia': {
      before: ['switch --profile cpu'],
      says: [/compute\/ollama-cpu is stopped and removed/],
      then: async (walk) =>
        expect(pick(await walk.containers('localai-compute'), 'state')).toEqual({
          'comfyui-gpu': 'running',
          'ollama-gpu': 'running',
        }),
    },
    'secrets fetch': {
      prepare: async ({ dir, binDir }) => {
        const lines = (await readFile(join(dir, '.env'), 'utf8'))
          .split('\n')
          .filter((line) => line.includes('='))
        const secrets = lines.map((line) => ({
          key: line.split('=')[0],
          value: line.slice(line.indexOf('=') + 1),
        }))
        await writeFile(join(binDir, 'secrets.json'), JSON.stringify(secrets))
        await writeFile(join(binDir, 'answer'), 'cat "$here/secrets.json"\n')
      },
      says: [/20 variables from Infisical in \.env\.infisical: added POSTGRES_PASSWORD/],
      then: async ({ dir, calls }, { stdout }) => {
        expect(stdout).not.toContain('not-a-real')
        expect((await stat(join(dir, '.env.infisical'))).mode & 0o777).toBe(0o600)
        expect((await calls()).at(-1)).toMatch(/^infisical export .*--projectId=p1/)
      },
    },
    variables: {
      says: [/MONGO_ROOT_PASSWORD +set +secret +\.env\.infisical:\d/],
      then: async (walk, { stdout }) => {
        expect(stdout).not.toContain('not-a-real')
        const file = join(walk.dir, '.env.infisical')
        const text = await readFile(file, 'utf8')
        await writeFile(file, text.replace(/^MONGO_ROOT_PASSWORD=.*\n/m, ''))
        const said = await callDoor(walk, ['variables'])
        await writeFile(file, text)
        expect([said.exitCode, said.stdout]).toEqual([
          1,
          expect.stringMatching(/MONGO_ROOT_PASSWORD +missing/),
        ])
      },
    },
    'update infrastructure --include-always-on': { says: [/nothing to do \(3 services/] },
    'update compute --profile gpu-nvidia': {
      prepare: async (walk) => {
        const made = await walk.lab.docker(['create', 'switchyard/fixture:1'])
        await walk.lab.docker(['commit', '--change', 'ENV VERSION=2', made, 'walk-model:1'])
        await walk.lab.docker(['rm', made])
      },
      then: async (walk) =>
        expect((await walk.containers())['ollama-gpu']).toMatchObject({
          state: 'running',
          variables: { VERSION: '2' },
        }),
    },
    'update --profile gpu-nvidia': { says: [/nothing to do/] },
    'upstream data': { says: [/newcomer/, /qdrant/] },
    doctor: {
      prepare: async ({ dir }) => {
        await mkdir(join(dir, '05-old'))
        await writeFile(join(dir, '05-old/theirs.yml'), 'services: { storage: { image: theirs } }\n')
        await writeFile(
          join(dir, '05-old/docker-compose.yml'),
          'include: [./theirs.yml]\nservices: { storage: { image: ours } }\n',
        )
      },
      exitCode: 1,
      says: [/services\.storage conflicts .*05-old\/theirs\.yml/],
      then: ({ dir }) => rm(join(dir, '05-old'), { recursive: true }),
    },
    'volume list': { says: [/localai-data_qdrant_storage .*used by qdrant \(running\)/] },
    'volume list --json': {
      then: (_, { stdout }) =>
        expect(JSON.parse(stdout)).toContainEqual(
          expect.objectContaining({ name: 'localai-data_qdrant_storage', driver: 'local', stacks: ['data'] }),
        ),
    },
    status: { says: [/infrastructure +always-on +ready 3\/3/, /lambda +ready 1\/1/] },
    down: {
      says: [
        /Left alone \(always-on\): infrastructure and infisical/,
        /Volumes stay, .*localai-data_qdrant_storage/,
      ],
      then: async (walk) => expect(Object.keys(await walk.containers())).toEqual(alwaysOn),
    },
    'down infrastructure infisical --include-always-on': {
      then: async (walk) => {
        expect(await walk.containers()).toEqual({})
        expect(await volumes(walk)).toContain('localai-infra_caddy-data')
      },
    },
  },
}

const settings = `env_files: [.env.global, [.env.infisical, .env]]
secrets: [{ provider: infisical, write: .env.infisical, project: p1 }]
stacks:
  data: { upstream: { file: ../upstream.yml } }
`

const upstream = `services:
  qdrant: { image: 'switchyard/fixture:2' }
  newcomer: { image: 'switchyard/fixture:1' }
`

const volumes = ({ lab }: Walk) => lab.docker(['volume', 'ls', '--quiet'])
