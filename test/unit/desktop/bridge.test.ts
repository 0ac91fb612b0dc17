import { setTimeout as wait } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openBridge } from '../../../src/main/desktop/bridge.ts'
import { findPageAddress } from '../../../src/main/desktop/page-address.ts'
import { createPortServer } from '../../../src/main/desktop/serve-port.ts'
import type { contract } from '../../../src/shared/contract.ts'
import { connectMessage, portMessage } from '../../../src/shared/desktop.ts'
import { openTestCore } from './support/desktop-fixture.ts'
import { createStandIn, standInContents } from './support/stand-in.ts'
import type { StandInPort } from './support/stand-in-port.ts'

const page = findPageAddress(null)
const ownFrame = { origin: page.origin, url: `${page.url}#/yard`, parent: null as object | null }

describe('the bridge', () => {
  let electron: ReturnType<typeof createStandIn>
  let shown: ReturnType<typeof standInContents>
  let refused: string[]
  let stateDir: string

  beforeEach(async () => {
    electron = createStandIn()
    shown = standInContents(7)
    refused = []
    const opened = await openTestCore()
    stateDir = opened.stateDir
    const servePort = createPortServer(opened.core.router, (what) => refused.push(what))
    openBridge(electron.api, shown.contents, page, servePort)
  })

  /** What the preload does when the page asks; returns the ports that it is handed. */
  function connect(frame: object | null = ownFrame, senderId = 7): StandInPort[] {
    const handed: StandInPort[] = []
    const postMessage = (channel: string, _message: unknown, ports: StandInPort[]) => {
      if (channel === portMessage) handed.push(...ports)
    }
    const senderFrame = frame && { ...frame, postMessage }
    electron.events.ipc.emit(connectMessage, { sender: { id: senderId }, senderFrame })
    return handed
  }

  function connectedPort(): StandInPort {
    const [port] = connect()
    if (!port) throw new Error('the page was given no port')
    port.start()
    return port
  }

  function clientOn(port: StandInPort): ContractRouterClient<typeof contract> {
    return createORPCClient(new RPCLink({ port }))
  }

  const mainSide = (index: number) => electron.channels[index]?.port1

  test('gives the page the contract of the core', async () => {
    const client = clientOn(connectedPort())
    expect(await client.app.info()).toMatchObject({ stateDir, platform: process.platform })
    expect(await client.labs.list()).toEqual([])
  })

  test('tells the page of an error as the catalogue has it', async () => {
    const client = clientOn(connectedPort())
    await expect(client.labs.describe({ dir: '/nowhere' })).rejects.toMatchObject({ code: 'LAB_NOT_FOUND' })
  })

  test.each([
    ['another window', ownFrame, 8],
    ['a frame inside the page', { ...ownFrame, parent: {} }, 7],
    ['another origin', { ...ownFrame, origin: 'https://example.com' }, 7],
    ['a frame whose address is not the page', { ...ownFrame, url: 'https://example.com/' }, 7],
    ['a sandboxed frame', { ...ownFrame, origin: 'null' }, 7],
    ['a frame that is gone', null, 7],
  ])('gives nothing to %s', (_who, frame, senderId) => {
    expect(connect(frame, senderId)).toEqual([])
    expect(electron.channels).toEqual([])
  })

  test('a page that asks again gets a new port, and the old one is closed', async () => {
    const old = connectedPort()
    const oldClient = clientOn(old)
    await oldClient.app.info()
    const client = clientOn(connectedPort())
    expect(await client.labs.list()).toEqual([])
    expect([mainSide(0)?.isClosed, mainSide(1)?.isClosed]).toEqual([true, false])
  })

  test.each([
    ['is loaded anew', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
    ['crashes', 'render-process-gone', {}],
    ['is closed', 'destroyed', {}],
  ])('a page that %s loses its port', (_how, event, details) => {
    connectedPort()
    shown.events.emit(event, details)
    expect(mainSide(0)?.isClosed).toBe(true)
  })

  test('a page that goes from screen to screen keeps its port', async () => {
    const client = clientOn(connectedPort())
    shown.events.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    shown.events.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    expect(await client.labs.list()).toEqual([])
  })

  test('refuses what is no call of the contract, says so, and goes on', async () => {
    const port = connectedPort()
    const messages = ['x', '{}', null, 1, { i: '1', p: { u: '/app/info' } }, new Uint8Array([1]), ['a']]
    for (const message of messages) port.postMessage(message)
    port.postMessage('{"i":"1","p":{"u":"/app/quit"}}')
    await vi.waitFor(() => expect(refused).toHaveLength(messages.length + 1))
    expect(refused.at(-1)).toBe('a call of /app/quit, which does not exist')
    expect(await clientOn(port).labs.list()).toEqual([])
  })

  test('a thousand messages of any shape do not disturb it', async () => {
    const port = connectedPort()
    const messages = fc.sample(fc.oneof(fc.jsonValue(), fc.json(), fc.string()), 1000)
    for (const message of messages) port.postMessage(message)
    expect(await clientOn(port).labs.list()).toEqual([])
    // Rejections that nobody handles come later, and would fail the test.
    await wait(20)
  })
})
