import { once } from 'node:events'
import { WebSocket } from 'ws'
import { expect, it } from 'vitest'
import { maxOpenCalls } from '../../../src/main/web/limit-calls.ts'
import { answerTo, clientOf, openSocket, statusOf } from './support/bridge.ts'
import { openDoor, signIn } from './support/open-door.ts'

it('the contract is served to a page that is signed in', async () => {
  const { door } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  expect(await statusOf(socket)).toBe(101)
  expect(await clientOf(socket).labs.list()).toEqual([])
})

it('what the core refuses reaches the page with its code and its problems', async () => {
  const { door } = await openDoor()
  const client = clientOf(openSocket(door, await signIn(door)))
  await expect(client.labs.describe({ dir: '/nowhere/at/all' })).rejects.toMatchObject({
    code: 'LAB_NOT_FOUND',
    data: { kind: 'usage', problems: [expect.objectContaining({ code: 'LAB_NOT_FOUND' })] },
  })
})

it('opens for nobody without the cookie and the proof of one session', async () => {
  const { door, log } = await openDoor()
  const [mine, other] = [await signIn(door), await signIn(door)]
  const sockets = [
    openSocket(door, { ...mine, cookie: '' }),
    openSocket(door, { ...mine, proof: 'none' }),
    openSocket(door, { ...mine, proof: other.proof }),
    openSocket(door, { ...mine, cookie: `switchyard-${door.port}=${'x'.repeat(43)}` }),
  ]
  expect(await Promise.all(sockets.map(statusOf))).toEqual([401, 401, 401, 401])
  expect(new Set(log)).toEqual(new Set(['switchyard: refused a bridge (no session) from 127.0.0.1.']))
})

it('opens for no page of another origin or under another name', async () => {
  const { door } = await openDoor()
  const session = await signIn(door)
  const sockets = [
    openSocket(door, session, { origin: 'http://evil.example' }),
    openSocket(door, session, { origin: 'http://127.0.0.1:1' }),
    openSocket(door, session, { origin: 'null' }),
    openSocket(door, session, { host: `evil.example:${door.port}` }),
    openSocket(door, session, { 'sec-fetch-site': 'same-site' }),
    new WebSocket(`${door.url.replace('http', 'ws')}/bridge`, ['switchyard', session.proof], {
      headers: { cookie: session.cookie },
    }),
    new WebSocket(`${door.url.replace('http', 'ws')}/other`, ['switchyard', session.proof], {
      headers: { cookie: session.cookie, origin: door.url },
    }),
  ]
  expect(await Promise.all(sockets.map(statusOf))).toEqual([403, 403, 403, 421, 403, 403, 404])
})

it('says to its own page whether the session still holds', async () => {
  const { door } = await openDoor()
  const { cookie, proof } = await signIn(door)
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${door.url}/session`, { headers })).status
  expect([
    await ask({ cookie, 'x-switchyard-proof': proof }),
    await ask({ cookie }),
    await ask({ 'x-switchyard-proof': proof }),
  ]).toEqual([204, 401, 401])
})

it.each([
  ['garbage', '\u0000\u0001{'],
  ['an empty message', ''],
  ['a number', '7'],
  ['null', 'null'],
  ['a list', '[]'],
  ['no id', '{"p":{"u":"/labs/list"}}'],
  ['an address of elsewhere', '{"i":"1","p":{"u":"http://evil.example/labs/list"}}'],
  ['a path that climbs', '{"i":"1","p":{"u":"/labs/../labs/list"}}'],
  ['a query', '{"i":"1","p":{"u":"/labs/list?data=1"}}'],
  ['another method', '{"i":"1","p":{"u":"/labs/list","m":"GET"}}'],
  ['a stream from the page', '{"i":"1","p":{"u":"/labs/list","h":{"content-type":"text/event-stream"}}}'],
  ['an event of a stream', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
  ['more than a call', '{"i":"1","p":{"u":"/labs/list"},"command":["rm"]}'],
])('%s is refused and logged, and the app goes on', async (_what, message) => {
  const { door, log } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  socket.send(message)
  const answer = answerTo(socket, 'after')
  socket.send('{"i":"after","p":{"u":"/labs/list"}}')
  expect(await answer).toEqual({ i: 'after', p: { b: { json: [] } } })
  expect(log).toEqual([
    expect.stringMatching(/^switchyard: refused a message that is not .* from 127\.0\.0\.1\.$/),
  ])
})

it('a binary message is refused', async () => {
  const { door, log } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  socket.send(Buffer.from([0, 255, 1]))
  expect(await clientOf(socket).labs.list()).toEqual([])
  expect(log).toEqual(['switchyard: refused a binary message from 127.0.0.1.'])
})

it('a procedure that the contract does not have is not found', async () => {
  const { door, log } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  const client = clientOf(socket) as unknown as Record<string, Record<string, () => Promise<unknown>>>
  await expect(client['shells']?.['run']?.()).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'Switchyard has no such operation.',
  })
  expect(log).toEqual(['switchyard: refused a call of /shells/run, which does not exist from 127.0.0.1.'])
})

it('a message beyond 1 MiB ends its connection and no other', async () => {
  const { door, log } = await openDoor()
  const session = await signIn(door)
  const [huge, other] = [openSocket(door, session), openSocket(door, session)]
  await Promise.all([once(huge, 'open'), once(other, 'open')])
  huge.send('x'.repeat(2 * 1024 * 1024))
  expect((await once(huge, 'close'))[0]).toBe(1009)
  expect(await clientOf(other).labs.list()).toEqual([])
  expect(log).toEqual(['switchyard: refused a broken connection (Max payload size exceeded) from 127.0.0.1.'])
})

it('who only sends garbage is shown out, and floods no log', async () => {
  const { door, log } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  for (let count = 0; count < 60; count += 1) socket.send('garbage')
  expect((await once(socket, 'close'))[0]).toBe(1008)
  expect(log).toHaveLength(10)
})

it('calls beyond the limit of a connection are refused until others end', async () => {
  const { door } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  const client = clientOf(socket)
  const input = { dir: '/nowhere/at/all' }
  const results = await Promise.allSettled(
    Array.from({ length: maxOpenCalls + 44 }, () => client.labs.describe(input)),
  )
  const codes = results.map((result) => (result.status === 'rejected' ? codeOf(result.reason) : 'done'))
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(44)
  expect(await client.labs.list()).toEqual([])
})

it('the end of the door is the end of its bridges', async () => {
  const { door } = await openDoor()
  const socket = openSocket(door, await signIn(door))
  await once(socket, 'open')
  const closed = once(socket, 'close')
  await door.dispose()
  expect((await closed)[0]).toBe(1001)
})

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code
}
