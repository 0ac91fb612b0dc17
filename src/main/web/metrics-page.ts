import type { IncomingMessage } from 'node:http'
import type { Core } from '../core.ts'
import type { Answer } from './answer.ts'
import { createAttempts } from './attempts.ts'
import { digest, isSecret } from './secrets.ts'

export const metricsPath = '/metrics'

export interface MetricsOptions {
  readonly source: Pick<Awaited<ReturnType<Core['openMetricExport']>>, 'contentType' | 'read'>
  /** What a scraper has to send as `Authorization: Bearer`; of its own, so that it opens nothing else. */
  readonly token: string
}

export interface MetricsPage {
  isAsked(request: IncomingMessage): boolean
  answer(request: IncomingMessage): Promise<Answer>
}

/**
 * Answers Prometheus, and whoever else has the token. It takes no session, and does not look at `Host`: scrapers have names of
 * their own for this machine, and a page behind a rebound name does not have the token.
 */
export function createMetricsPage(
  { source, token }: MetricsOptions,
  { now, refused }: { readonly now: () => number; readonly refused: (what: string, address: string) => void },
): MetricsPage {
  const expected = digest(token)
  const attempts = createAttempts(now)
  return {
    isAsked: ({ url }) => url?.split('?')[0] === metricsPath,
    async answer(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return { status: 405, body: 'Refused.\n', headers: { allow: 'GET, HEAD' } }
      const address = request.socket.remoteAddress ?? 'nowhere'
      if (!attempts.mayTry(address)) return { status: 429, body: 'Too many wrong tokens. Wait a minute.\n' }
      const given = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (given === undefined || !isSecret(given, expected)) {
        if (given !== undefined) attempts.failed(address)
        refused('a scrape (no token, or a wrong one)', address)
        return {
          status: 401,
          body: 'Send the token of the metrics as Authorization: Bearer.\n',
          headers: { 'www-authenticate': 'Bearer realm="switchyard metrics"' },
        }
      }
      return { status: 200, type: source.contentType, body: await source.read() }
    },
  }
}
