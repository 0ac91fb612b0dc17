import { formatDuration } from './format.ts'
import type { LabLink, LinkCheck } from './links.ts'

/** What terminal and page both say of a checked link, like `answers (200) in 12ms`. */
export function describeLinkCheck({ state, status, detail, elapsedMs }: LinkCheck): string {
  const took = elapsedMs < 995 ? `${Math.round(elapsedMs)}ms` : formatDuration(elapsedMs)
  switch (state) {
    case 'answers':
      return `answers (${status ?? '?'}) in ${took}${detail === null ? '' : `, ${detail}`}`
    case 'login':
      return 'asks for a login (401)'
    case 'accepts':
      return `accepts connections, in ${took}`
    case 'failing':
      return `answers with an error (${status ?? '?'})`
    case 'untrusted':
      return `answers, but ${detail ?? 'its certificate is not trusted'}`
    case 'down':
      return detail ?? 'does not answer'
  }
}

/** The signal that stands for a check. */
export function linkSignal({ state }: LinkCheck): 'ready' | 'warning' | 'failed' {
  if (state === 'down') return 'failed'
  return state === 'failing' || state === 'untrusted' ? 'warning' : 'ready'
}

/** Who names a link. */
export const linkSourceWords: Readonly<Record<LabLink['from'], string>> = {
  'switchyard.yaml': 'switchyard.yaml',
  homepage: 'homepage label',
  traefik: 'Traefik label',
  caddy: 'Caddy label',
  port: 'published port',
}

/**
 * The address of a link as the page's own reader can reach it: what is published everywhere is found at the host from which
 * the page came.
 */
export function linkFor(
  { url, isEverywhere }: Pick<LabLink, 'url' | 'isEverywhere'>,
  pageHost: string,
): string {
  const isElsewhere = /^[a-z0-9.-]+$/i.test(pageHost) && !/^127\.|^localhost$/i.test(pageHost)
  return isEverywhere && isElsewhere ? url.replace('://localhost:', `://${pageHost}:`) : url
}
