import { existsSync, readdirSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { traverseContractProcedures } from '@orpc/server'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import { contract } from '../../../src/shared/contract.ts'
import { labSelectionSchema } from '../../../src/shared/selection.ts'
import { openSocket } from './support/bridge.ts'
import { openCore, openDoor, signIn, temporaryFolder } from './support/open-door.ts'

type Call = (input: unknown, options?: { readonly signal: AbortSignal }) => Promise<unknown>

interface Operation {
  readonly path: readonly string[]
  readonly inputSchema: z.ZodType | undefined
}

const operations = listOperations()
const names = operations.map((operation) => [operation.path.join('.'), operation] as const)
const withInput = names.flatMap(([name, { path: at, inputSchema }]) =>
  inputSchema ? [[name, { path: at, inputSchema }] as const] : [],
)

/** What is known from a page: names of fields and values that lead somewhere, mixed with anything. */
const words = fc.constantFrom(
  ...[
    'dir',
    'targets',
    'kind',
    'service',
    'stack',
    'runId',
    'shellId',
    'profiles',
    'environment',
    'name',
    'fix',
  ],
  ...[
    'start',
    'down',
    '/',
    '/etc/passwd',
    '..',
    '$(reboot)',
    '; rm -rf /',
    '__proto__',
    'constructor',
    '\u0000',
    '',
  ],
)
const payloads = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 3 }),
  fc.dictionary(words, fc.oneof(words, fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.boolean()), {
    maxKeys: 8,
  }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ maxLength: 200 }),
)

it.each(withInput)(
  '%s takes 1,000 payloads that are none of its own for what they are',
  async (_name, { inputSchema, path: at }) => {
    const folder = temporaryFolder()
    const call = pick(openCore(folder).client, at)
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        fc.pre(!inputSchema.safeParse(payload).success)
        expect(await codeOf(() => call(payload))).toBe('BAD_REQUEST')
      }),
      { numRuns: 1000 },
    )
    expect(filesOf(folder)).toEqual([])
  },
)

it.each(names)('%s survives random payloads over the bridge', async (_name, operation) => {
  const { door, core } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  const client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  const call = pick(client, operation.path)
  await fc.assert(
    fc.asyncProperty(payloads, async (payload) => {
      fc.pre(!operation.inputSchema?.safeParse(payload).success && isSendable(payload))
      expect(await codeOf(() => call(payload))).toMatch(operation.inputSchema ? /^BAD_REQUEST$/ : /./)
    }),
    { numRuns: 25 },
  )
  expect(socket.readyState).toBe(socket.OPEN)
  expect(await core.client.labs.list()).toEqual([])
})

it.each(withInput)(
  '%s takes hostile values of the right shape as wrong ones',
  async (_name, { path: at }) => {
    const folder = temporaryFolder()
    const call = pick(openCore(folder).client, at)
    for (const text of hostile) {
      const code = await codeOf(() => call(inputWith(text)))
      expect([at.join('.'), text.slice(0, 20), code]).not.toContain('INTERNAL')
    }
    expect(filesOf(folder).filter((name) => !name.endsWith('settings.json'))).toEqual([])
  },
)

const hostile = [
  'nowhere',
  '../nowhere',
  '\u0000',
  '-rf',
  '/dev/null',
  '/proc/self/mem',
  '$(reboot)',
  'x'.repeat(100_000),
]

/** Fits most inputs; every text in it is this one. */
function inputWith(text: string) {
  return {
    ...{ dir: text, runId: text, shellId: text, stack: text, name: text, environment: text, data: text },
    ...{ profiles: [text], targets: [text], service: { stack: text, service: text }, kind: 'start' },
    ...{ columns: 80, rows: 24, fix: true },
  }
}

it('a folder is named from the root, or it is none', () => {
  const isFolder = (dir: string) => labSelectionSchema.safeParse({ dir }).success
  const refused = [
    '',
    '.',
    '..',
    '~',
    'lab',
    './lab',
    '../lab',
    '/lab\u0000',
    'file:///lab',
    `/${'x'.repeat(5000)}`,
  ]
  expect(refused.filter(isFolder)).toEqual([])
  expect(['/', '/home/ai/lab', 'C:\\lab'].map(isFolder)).toEqual([true, true, true])
})

it('random frames neither end the door nor begin anything', async () => {
  const { door, core } = await openDoor()
  const session = await signIn(door)
  const frame = fc.oneof(
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc
      .record({
        i: fc.oneof(fc.string(), fc.integer()),
        t: fc.oneof(fc.integer(), fc.constant(undefined)),
        p: fc.record({ u: fc.constantFrom('/runs/start', '/labs/init', '/x', '//'), b: fc.jsonValue() }),
      })
      .map((value) => JSON.stringify(value)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 10, maxLength: 60 }), async (frames) => {
      const socket = openSocket(door, session)
      await once(socket, 'open')
      for (const data of frames) socket.send(data)
      socket.close()
      await once(socket, 'close')
    }),
    { numRuns: 50 },
  )
  expect(await core.client.labs.list()).toEqual([])
  expect((await fetch(`${door.url}/enter`)).status).toBe(200)
})

/** The code of the error, or `done`. Streams are read to their first event. */
async function codeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    const output = await call()
    if (typeof output === 'object' && output !== null && Symbol.asyncIterator in output) {
      const stream = output as AsyncIterableIterator<unknown>
      await stream.next()
      await stream.return?.()
    }
    return 'done'
  } catch (error) {
    return error instanceof ORPCError ? String(error.code) : String(error)
  }
}

function listOperations(): readonly Operation[] {
  const found: Operation[] = []
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path: at }) => {
    const { inputSchema } = procedure['~orpc'] as { readonly inputSchema?: z.ZodType }
    found.push({ path: at, inputSchema })
  })
  return found
}

function pick(client: unknown, at: readonly string[]): Call {
  return at.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], client) as Call
}

/** What no page could put into a message. */
function isSendable(payload: unknown): boolean {
  try {
    return JSON.stringify(payload)?.length !== 0
  } catch {
    return false
  }
}

/** What the core has written, but for the folders and the history that it opens for itself. */
function filesOf(folder: string): readonly string[] {
  const written = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  return written.filter((name) => /switchyard\.yaml|settings|\.lock$/.test(path.basename(name)))
}
