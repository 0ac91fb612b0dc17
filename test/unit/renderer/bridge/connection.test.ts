import { expect, it } from 'vitest'
import { createBridge } from '../../../../src/renderer/bridge/connection.ts'
import { openDoor, signIn } from '../../web/support/open-door.ts'
import { openBridge, whenState } from './support/open-bridge.ts'
import { alive, createWatchedLab } from './support/watched-lab.ts'

const selection = { dir: '/home/ai/lab' }

it('a call waits for the connection that is being made', async () => {
  const { door } = await openDoor()
  const { bridge } = openBridge(door, await signIn(door))
  expect(bridge.getState()).toBe('connecting')
  expect(await bridge.client.labs.list()).toEqual([])
  expect(bridge.getState()).toBe('open')
})

it('a lost connection comes back by itself, and calls made meanwhile are answered', async () => {
  const { door } = await openDoor()
  const { bridge, browser } = openBridge(door, await signIn(door))
  await whenState(bridge, 'open')
  browser.socket?.terminate()
  await whenState(bridge, 'lost')
  expect(await bridge.client.labs.list()).toEqual([])
  expect(bridge.getState()).toBe('open')
})

it('a stream of a lost connection ends with an error that says so', async () => {
  const lab = createWatchedLab(alive)
  const { door } = await openDoor({ router: lab.router })
  const { bridge, browser } = openBridge(door, await signIn(door))
  const stream = await bridge.client.labs.watch(selection)
  expect(await stream.next()).toEqual({ done: false, value: alive })
  const next = stream.next()
  browser.socket?.terminate()
  await expect(next).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
})

it('who stops reading a stream ends it in the core', async () => {
  const lab = createWatchedLab(alive)
  const { door } = await openDoor({ router: lab.router })
  const { bridge } = openBridge(door, await signIn(door))
  const stream = await bridge.client.labs.watch(selection)
  await stream.next()
  await stream.return?.()
  await expect.poll(() => lab.counts).toEqual({ begun: 1, now: 0 })
})

it('an end of the session is told apart, and signing in again is found', async () => {
  const { door } = await openDoor()
  const session = await signIn(door)
  const { bridge, browser } = openBridge(door, session)
  await whenState(bridge, 'open')
  browser.session = { cookie: '', proof: '' }
  browser.socket?.terminate()
  await whenState(bridge, 'signed-out')
  await expect(bridge.client.labs.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  browser.session = session
  bridge.reconnect()
  await whenState(bridge, 'open')
  expect(await bridge.client.labs.list()).toEqual([])
})

it('a call that waits in vain fails with a sentence, and another one finds the door again', async () => {
  let isThere = false
  const { door } = await openDoor()
  const session = await signIn(door)
  const real = openBridge(door, session)
  await whenState(real.bridge, 'open')
  const bridge = createBridge({
    patienceMs: 50,
    transport: {
      open: () =>
        isThere
          ? Promise.resolve({
              link: { call: () => Promise.resolve([]) },
              closed: new Promise(() => {}),
              close: () => {},
            })
          : Promise.reject(new Error('nobody there')),
    },
  })
  await expect(bridge.client.labs.list()).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    message: 'Switchyard does not answer, so nothing was done. Is it still running?',
  })
  isThere = true
  await whenState(bridge, 'open')
  expect(await bridge.client.labs.list()).toEqual([])
  bridge.dispose()
})

it('a call that nobody waits for any more ends at once', async () => {
  const bridge = createBridge({ transport: { open: () => new Promise(() => {}) } })
  const abort = new AbortController()
  const call = bridge.client.labs.list(undefined, { signal: abort.signal })
  abort.abort(new Error('the page has moved on'))
  await expect(call).rejects.toThrow('the page has moved on')
  bridge.dispose()
})
