import type { IncomingMessage } from 'node:http'
import type { Site } from './sites.ts'

export interface Refusal {
  readonly status: number
  readonly reason: string
  readonly headers?: Readonly<Record<string, string>>
}

const pageMethods = ['GET', 'HEAD']

/**
 * What is wrong with a request before anything looks at what it asks for; null when nothing is. It must name this door in
 * `Host` (a rebound DNS name does not), and what a page sends must come from this door's own page.
 */
export function checkRequest(request: IncomingMessage, sites: readonly Site[]): Refusal | null {
  const hosts = request.headersDistinct['host'] ?? []
  const site = sites.find(({ host }) => hosts.length === 1 && host === hosts[0]?.toLowerCase())
  if (!site) return { status: 421, reason: 'another Host' }
  if (!request.url?.startsWith('/')) return { status: 400, reason: 'no path' }
  const method = request.method ?? ''
  const isPost = method === 'POST'
  if (!isPost && !pageMethods.includes(method)) {
    return { status: 405, reason: 'method', headers: { allow: 'GET, HEAD, POST' } }
  }
  const { origin } = request.headers
  // A proxy in front of the door may rename one of both, so any of its own origins is as good as another.
  const isOwnOrigin = origin !== undefined && sites.some((own) => own.origin === origin)
  if (origin === undefined ? isPost || isUpgrade(request) : !isOwnOrigin) {
    return { status: 403, reason: 'another Origin' }
  }
  return isForeign(request) ? { status: 403, reason: 'a page of another site' } : null
}

function isUpgrade(request: IncomingMessage): boolean {
  return request.headers.upgrade !== undefined
}

/** Browsers say who asks. From another site only a person's own step to a page is welcome: a link that was clicked. */
function isForeign({ headers, method }: IncomingMessage): boolean {
  const from = headers['sec-fetch-site']
  if (from === undefined || from === 'same-origin' || from === 'none') return false
  return !(
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  )
}
