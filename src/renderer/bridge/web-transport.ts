import { RPCLink } from '@orpc/client/websocket'
import { SignedOut, type Connection, type Transport } from './transport.ts'

/** What the web door gave this page when it signed in; other ports of the same host cannot read it. */
const proofKey = 'switchyard.proof'

export interface WebTransportOptions {
  /** Where the page came from, like `http://127.0.0.1:7420`. */
  readonly origin: string
  readonly readProof: () => string | null
  readonly openSocket: (url: string, protocols: string[]) => WebSocket
  readonly fetch: (url: string, init: RequestInit) => Promise<{ readonly status: number }>
}

/** The bridge over a WebSocket to where the page came from. */
export function createWebTransport(options: Partial<WebTransportOptions> = {}): Transport {
  const {
    origin = location.origin,
    readProof = () => localStorage.getItem(proofKey),
    openSocket = (url: string, protocols: string[]) => new WebSocket(url, protocols),
    fetch: request = (url: string, init: RequestInit) => fetch(url, init),
  } = options
  return {
    async open(signal) {
      // An empty protocol name is none.
      const proof = readProof() || null
      const url = `${origin.replace(/^http/, 'ws')}/bridge`
      const socket = openSocket(url, proof === null ? ['switchyard'] : ['switchyard', proof])
      const connection = connect(socket)
      try {
        await whenOpen(socket, signal)
        return connection
      } catch (error) {
        connection.close()
        // Why a WebSocket did not open is told to nobody; an ordinary request says whether it is the session.
        const headers = proof === null ? {} : { 'x-switchyard-proof': proof }
        const { status } = await request(`${origin}/session`, { headers, cache: 'no-store', signal })
        throw status === 401 ? new SignedOut() : error
      }
    },
  }
}

function connect(socket: WebSocket): Connection {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.addEventListener('close', () => resolve(), { once: true })
  return {
    link: new RPCLink({ websocket: socket }),
    closed,
    close() {
      socket.close()
      // A dead connection would keep everybody waiting for its goodbye.
      resolve()
    },
  }
}

function whenOpen(socket: WebSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('The connection to Switchyard did not open.'))
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('close', fail, { once: true })
    socket.addEventListener('error', fail, { once: true })
    signal.addEventListener('abort', fail, { once: true })
    if (signal.aborted) fail()
  })
}
