import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { labStatusSchema } from '../../../src/shared/status.ts'
import type { PageWalk, Walk } from '../support/walk/page-walk.ts'
import { callDoor } from '../support/walk/terminal-door.ts'

const server = 'chatterbox-tts-server'

export const serviceFolders: PageWalk = {
  page: 'service-folders.md',
  lab: 'per-service',
  projects: ['chatterbox', 'embedding', 'gateway', 'ollama', 'queue', 'searxng', 'whisper'],
  rows: {
    'up chatterbox': { then: async (walk) => expect(await walk.running()).toEqual([server]) },
    'stop chatterbox': {
      then: async (walk) => {
        expect((await walk.containers())[server]?.state).toBe('exited')
        await noteServer(walk)
      },
    },
    'restart chatterbox --clean': { answer: 'y', then: isAnother },
    'restart chatterbox --clean --retries 3': { answer: 'y', then: isAnother },
    'status chatterbox --json': {
      then: (_, { stdout }) => {
        const { stacks } = labStatusSchema.parse(JSON.parse(stdout))
        expect(stacks.map(({ name, state }) => [name, state])).toEqual([['chatterbox', 'ready']])
        const services = stacks[0]?.services.map(({ name, readiness }) => [name, readiness])
        expect(services).toEqual([
          ['chatterbox-init', 'done'],
          [server, 'ready'],
        ])
      },
    },
    'up chatterbox (2)': {
      before: ['down chatterbox'],
      prepare: async (walk) => {
        const file = join(walk.dir, 'services/chatterbox/docker-compose.yml')
        await walk.lab.docker(['compose', '--file', file, 'up', '--detach'])
        await noteServer(walk)
      },
      then: async (walk) => expect(await serverOf(walk)).toEqual(walk.notes['server']),
    },
    'find whisper': { says: [/whisper\/whisper-service/] },
    'find label:com.docker.compose.service=whisper-service': { says: [/whisper\/whisper-service/] },
    'find :8004': { says: [/chatterbox\/chatterbox-tts-server +chatterbox-\S+ running .*->8004\/tcp/] },
    'up chatterbox --timeout 2m': {
      then: async (walk) => expect(await serverOf(walk)).toEqual(walk.notes['server']),
    },
    up: {
      says: [/gateway +ready/, /queue +ready/],
      then: async (walk) => expect(await walk.running()).toHaveLength(10),
    },
    'up chatterbox --json': {
      before: ['stop chatterbox'],
      then: async (walk, { stdout }) => {
        const events = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { type: string; outcome?: string })
        expect([events[0]?.type, events.at(-1)]).toEqual([
          'run-started',
          expect.objectContaining({ type: 'run-finished', outcome: 'succeeded' }),
        ])
        expect(await walk.running('chatterbox')).toEqual([server])
      },
    },
    'logs chatterbox --json': { says: [/"service":\{"stack":"chatterbox".*"at":"20\d\d-.*"text":"ready at/] },
    'record chatterbox/chatterbox-tts-server --json': {
      // Who remembers is told by the engine, a moment after the command that did it.
      prepare: (walk) =>
        vi.waitFor(async () => expect(await readStarts(walk)).toBeGreaterThan(2), { timeout: 10_000 }),
      then: (_, { stdout }) =>
        expect(JSON.parse(stdout)).toMatchObject({
          restarts: expect.any(Number),
          upSinceMs: expect.any(Number),
          checks: { latestMs: expect.any(Number), latestAtMs: expect.any(Number) },
        }),
    },
  },
}

async function serverOf(walk: Walk) {
  const { id, startedAtMs } = (await walk.containers())[server] ?? {}
  return { id, startedAtMs }
}

async function noteServer(walk: Walk) {
  walk.notes['server'] = await serverOf(walk)
}

async function isAnother(walk: Walk) {
  expect((await walk.containers())[server]?.state).toBe('running')
  expect((await serverOf(walk)).id).not.toBe((walk.notes['server'] as { id: string }).id)
  await noteServer(walk)
}

async function readStarts(walk: Walk) {
  const { stdout } = await callDoor(walk, ['record', `chatterbox/${server}`, '--json'])
  return (JSON.parse(stdout) as { starts: readonly unknown[] }).starts.length
}
