import { lookup } from 'node:dns/promises'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import { connect, isIP } from 'node:net'
import type { LinkCheck } from '../../shared/links.ts'

type Answer = Pick<LinkCheck, 'state' | 'status' | 'detail'>

const defaultTimeoutMs = 3000

/** A port that takes a connection and hangs up at once is the engine's own, with nobody behind it. */
const hangUpMs = 120

/**
 * Tries one address: a HEAD request (GET where that is refused) of which only the status is read, no redirect followed; for
 * `tcp://` a connection. Never throws; what went wrong is the answer.
 */
export async function checkLink(
  url: string,
  signal?: AbortSignal,
  timeoutMs: number = defaultTimeoutMs,
): Promise<Answer & Pick<LinkCheck, 'elapsedMs' | 'at'>> {
  const at = new Date().toISOString()
  const beganAtMs = performance.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout
  const answer = await ask(new URL(url), stop).catch((error: unknown) =>
    timeout.aborted ? down(`does not answer within ${timeoutMs / 1000} s`) : explain(error),
  )
  return { ...answer, elapsedMs: Math.round(performance.now() - beganAtMs), at }
}

async function ask(url: URL, signal: AbortSignal): Promise<Answer> {
  const address = await resolve(url.hostname.replace(/^\[|\]$/g, ''), signal)
  // The addresses of a cloud's own services and of nobody else: no link of a lab leads there.
  if (isLinkLocal(address)) return down('leads to a link-local address, which is not asked')
  if (url.protocol === 'tcp:') return tryConnection(address, Number(url.port), signal)
  const first = await fetchHead(url, address, 'HEAD', signal)
  const refusesHead = first.status === 405 || first.status === 501
  const { status, location } = refusesHead ? await fetchHead(url, address, 'GET', signal) : first
  if (status === 401) return { state: 'login', status, detail: null }
  if (status >= 500) return { state: 'failing', status, detail: null }
  return { state: 'answers', status, detail: describeRedirect(url, location) }
}

/** Where a name leads. Names below `localhost` are this machine, as browsers have it. */
async function resolve(host: string, signal: AbortSignal): Promise<string> {
  if (isIP(host) !== 0) return host
  if (host.endsWith('.localhost')) return '127.0.0.1'
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
  return (await Promise.race([lookup(host), aborted])).address
}

function isLinkLocal(address: string): boolean {
  return /^(::ffff:)?169\.254\./i.test(address) || /^fe[89ab][0-9a-f]:/i.test(address)
}

function fetchHead(
  url: URL,
  address: string,
  method: 'HEAD' | 'GET',
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly location: string | undefined }> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const call = request(
      {
        // The address that was looked at is the one that is asked.
        host: address,
        ...(url.protocol === 'https:' && isIP(host) === 0 ? { servername: host } : {}),
        port: url.port === '' ? undefined : Number(url.port),
        path: `${url.pathname}${url.search}`,
        method,
        headers: { host: url.host, accept: '*/*', 'user-agent': 'switchyard' },
        agent: false,
        signal,
      },
      (response: IncomingMessage) => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location })
        response.destroy()
      },
    )
    call.on('error', reject)
    call.end()
  })
}

/** Only whether it leads to another host: what a server says goes into no sentence as it is. */
function describeRedirect(url: URL, location: string | undefined): string | null {
  const target = location === undefined ? null : URL.parse(location, url.href)
  return target && target.host !== url.host && /^[\w.:[\]-]{1,200}$/.test(target.host)
    ? `and leads on to ${target.host}`
    : null
}

function tryConnection(host: string, port: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal })
    socket.on('connect', () => {
      const stays = setTimeout(() => {
        resolve({ state: 'accepts', status: null, detail: null })
        socket.destroy()
      }, hangUpMs)
      socket.on('close', () => {
        clearTimeout(stays)
        resolve(down('takes the connection and hangs up: nothing listens behind the port'))
      })
    })
    // What it says first is not for us, but a closed connection is heard only while somebody reads.
    socket.resume()
    socket.on('error', reject)
  })
}

function down(detail: string): Answer {
  return { state: 'down', status: null, detail }
}

function explain(error: unknown): Answer {
  const { code = '' } = error as { code?: string }
  const known = reasons[code]
  if (known !== undefined) return down(known)
  const distrust = certificates[code]
  if (distrust !== undefined) return { state: 'untrusted', status: null, detail: distrust }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return down('does not speak TLS')
  if (code.startsWith('HPE_')) return down('answers, but not in HTTP')
  return down(code === '' ? 'does not answer' : `does not answer (${code})`)
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'hangs up without an answer',
  ENOTFOUND: 'has a name that cannot be looked up here',
  EAI_AGAIN: 'has a name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
}

const certificates: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'with a certificate that it has signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'with a certificate of an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'with a certificate of an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'with a certificate of an authority that this machine does not know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'with a certificate for another host',
  CERT_HAS_EXPIRED: 'with a certificate that has expired',
  CERT_NOT_YET_VALID: 'with a certificate that is not valid yet',
}
