import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Core } from '../core.ts'
import { refuseFrame } from './frames.ts'
import { limitCalls, type Connection } from './limit-calls.ts'

const maxFrameBytes = 1024 * 1024
const maxConnections = 32
const maxRefusedFrames = 50
const pingEveryMs = 15_000

/** The name of the protocol that a page offers; the second one that it offers is the proof of its session. */
export const bridgeProtocol = 'switchyard'

export interface BridgeSockets {
  /** Takes over a connection whose session was checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends all connections. */
  dispose(): void
}

/** Serves the contract over WebSockets: calls in, answers and streams out, and nothing else. */
export function createBridgeSockets(options: {
  readonly router: Core['router']
  readonly refused: (what: string, address: string) => void
  /** Called whenever a connection shows that its page is still there. */
  readonly alive: (request: IncomingMessage) => void
}): BridgeSockets {
  const handler = new RPCHandler<Connection>(options.router, { rootInterceptors: [limitCalls] })
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: () => bridgeProtocol,
  })
  const pinging = setInterval(() => server.clients.forEach(pingOrEnd), pingEveryMs)
  pinging.unref()

  server.on('connection', (socket, request) => {
    const address = request.socket.remoteAddress ?? 'nowhere'
    const refused = (what: string) => options.refused(what, address)
    // A frame that is too large, or not one at all; `ws` closes the connection itself.
    socket.on('error', (error) => refused(`a broken connection (${error.message})`))
    socket.on('pong', () => {
      unanswered.delete(socket)
      options.alive(request)
    })
    const context: Connection = { calls: { open: 0 }, refused }
    void handler.upgrade(onlyCalls(socket, refused), { context })
  })

  return {
    accept(request, socket, head) {
      if (server.clients.size >= maxConnections) {
        options.refused('one page too many', request.socket.remoteAddress ?? 'nowhere')
        return void socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
      }
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
    },
    dispose() {
      clearInterval(pinging)
      for (const client of server.clients) {
        client.close(1001, 'Switchyard ends')
        // Who does not answer to that is not waited for.
        setTimeout(() => client.terminate(), 500).unref()
      }
      server.close()
    },
  }
}

type Upgradable = Parameters<RPCHandler<Connection>['upgrade']>[0]

/** The connection as the library sees it: frames that are no calls do not get through, and what is sent is waited for. */
function onlyCalls(socket: WebSocket, refused: (what: string) => void): Upgradable {
  let refusals = 0
  const listen = (type: string, listener: (event: { readonly data: string }) => void) => {
    if (type === 'close') return void socket.on('close', () => listener({ data: '' }))
    socket.on('message', (data: Buffer, isBinary) => {
      const text = isBinary ? '' : data.toString()
      const reason = isBinary ? 'a binary message' : refuseFrame(text)
      if (reason === null) return listener({ data: text })
      refused(reason)
      refusals += 1
      if (refusals > maxRefusedFrames) socket.close(1008, 'Too many messages that are not calls')
    })
  }
  // A stream goes on when its last event has left, so a page that reads slowly slows its streams and fills no memory.
  const send = (data: string): unknown => new Promise<void>((sent) => socket.send(data, () => sent()))
  return { addEventListener: listen, send } as Upgradable
}

const unanswered = new WeakSet<WebSocket>()

/** A page that has not answered the last ping is gone, whatever its connection says. */
function pingOrEnd(client: WebSocket): void {
  if (unanswered.has(client)) return client.terminate()
  unanswered.add(client)
  client.ping()
}
