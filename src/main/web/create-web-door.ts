import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Core } from '../core.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { type Answer, sendAnswer } from './answer.ts'
import { bridgeProtocol, createBridgeSockets } from './bridge-socket.ts'
import { checkRequest, type Refusal } from './check-request.ts'
import { readCookie, writeCookie } from './cookie.ts'
import { listen } from './listen.ts'
import { createMetricsPage, type MetricsOptions } from './metrics-page.ts'
import { createOneTimeLink } from './one-time-link.ts'
import { readPageFiles } from './page-files.ts'
import { createRefusalLog } from './refusal-log.ts'
import { createRoutes, type Caller } from './routes.ts'
import { createSessions } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { isLoopback, listSites } from './sites.ts'

const minTokenLength = 16

export interface WebDoorOptions {
  readonly router: Core['router']
  /** Folder of the built page. */
  readonly pageDir: string
  /** Default 127.0.0.1; one that others can reach needs a token. */
  readonly host?: string
  readonly port: number
  /** Whether the next free port will do when this one is taken; default false. */
  readonly orNextPort?: boolean
  /** The operator's own, at least 16 characters; null for links only. */
  readonly token?: string | null
  /** How browsers reach the door when a proxy with TLS stands before it, like `https://lab.example`; needs a token. */
  readonly publicUrl?: string | null
  /** What Prometheus may read at `/metrics`; null for nothing. */
  readonly metrics?: MetricsOptions | null
  /** One line on what was refused. */
  readonly log: (line: string) => void
  /** Epoch milliseconds. */
  readonly now?: () => number
}

export interface WebDoor {
  /** Where the page is, without a key. */
  readonly url: string
  readonly port: number
  /** A link that signs one browser in, once, within 5 minutes; the one before works no more. */
  createLink(): { readonly url: string; readonly expiresAtMs: number }
  dispose(): Promise<void>
}

/** Serves the page and the bridge. The rules are in docs/security.md. Throws a SwitchyardError when it cannot. */
export async function createWebDoor(options: WebDoorOptions): Promise<WebDoor> {
  const { host = '127.0.0.1', token = null, publicUrl = null, now = Date.now } = options
  checkOptions(host, token, publicUrl)
  if (options.metrics) checkToken('token of the metrics', options.metrics.token)
  const files = readPageFiles(options.pageDir)
  files.prepare()
  const server = createServer(limits)
  server.maxConnections = 256
  const port = await listen(server, { host, port: options.port, orNext: options.orNextPort ?? false })

  const sites = listSites(host, port, publicUrl)
  const url = sites[0]?.origin ?? ''
  const isSecure = url.startsWith('https:')
  const cookieName = `switchyard-${port}`
  const link = createOneTimeLink(now)
  const sessions = createSessions(now)
  const describeCookie = (cookie: string) => writeCookie(cookieName, cookie, isSecure)
  const signIn = createSignIn({ link, sessions, token, now, describeCookie })
  const callerOf = (request: IncomingMessage): Caller => ({
    cookie: readCookie(request, cookieName),
    proof: readProof(request),
  })
  const { refused } = createRefusalLog(options.log, now)
  const metrics = options.metrics ? createMetricsPage(options.metrics, { now, refused }) : null
  const answer = createRoutes({ files, sessions, signIn, hasToken: token !== null })
  const sockets = createBridgeSockets({
    router: options.router,
    refused,
    alive: (request) => void sessions.hasCookie(callerOf(request).cookie),
  })

  server.on('request', (request, response) => {
    const send = (found: Promise<Answer>) =>
      found.then(
        (whole) => sendAnswer(request, response, whole),
        () => response.destroy(),
      )
    if (metrics?.isAsked(request)) return void send(metrics.answer(request))
    const refusal = checkRequest(request, sites)
    if (refusal) {
      refused(`a request (${refusal.reason})`, request.socket.remoteAddress ?? 'nowhere')
      const headers = { connection: 'close', ...refusal.headers }
      return sendAnswer(request, response, { status: refusal.status, body: 'Refused.\n', headers })
    }
    void send(answer(request, callerOf(request)))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const { cookie, proof } = callerOf(request)
    const refusal = checkRequest(request, sites) ?? checkBridge(request, sessions.accepts(cookie, proof))
    if (!refusal) return sockets.accept(request, socket, head)
    const { status, reason } = refusal
    refused(`a bridge (${reason})`, request.socket.remoteAddress ?? 'nowhere')
    const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`
    socket.end(`${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  })

  return {
    url,
    port,
    createLink() {
      const { key, expiresAtMs } = link.issue()
      return { url: `${url}/enter#${key}`, expiresAtMs }
    },
    async dispose() {
      sockets.dispose()
      await close(server)
    },
  }
}

/** Nobody holds a place for long without saying what is wanted. Times in milliseconds. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
} as const

function checkBridge({ url }: IncomingMessage, isSignedIn: boolean): Refusal | null {
  if (!isSignedIn) return { status: 401, reason: 'no session' }
  return url === '/bridge' ? null : { status: 404, reason: 'no bridge there' }
}

/** The proof comes as a second protocol name of the bridge, the one way in which a page can send anything along. */
function readProof({ headers }: IncomingMessage): string | null {
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim())
  if (offered?.[0] === bridgeProtocol) return offered[1] ?? null
  const proof = headers['x-switchyard-proof']
  return typeof proof === 'string' ? proof : null
}

function checkOptions(host: string, token: string | null, publicUrl: string | null): void {
  if (token !== null) checkToken('token', token)
  if (publicUrl !== null && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
    throw new SwitchyardError('USAGE', `${publicUrl} is no address of a page, like https://lab.example.`)
  }
  if (token === null && (!isLoopback(host) || publicUrl !== null)) {
    throw new SwitchyardError('USAGE', `Others could reach Switchyard at ${publicUrl ?? host}.`, {
      hint: `Give a token of at least ${minTokenLength} characters with --token-file or in SWITCHYARD_TOKEN.`,
    })
  }
}

function checkToken(name: string, token: string): void {
  if (token.length < minTokenLength)
    throw new SwitchyardError('USAGE', `The ${name} is shorter than ${minTokenLength} characters.`)
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    // Bridges are no longer among the connections that the server closes; they have had their goodbye.
    const patience = setTimeout(resolve, 1000)
    server.close(() => {
      clearTimeout(patience)
      resolve()
    })
    server.closeAllConnections()
  })
}
