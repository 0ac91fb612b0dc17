import { hiddenCharacters } from '../../shared/format.ts'

/**
 * An address of a file or label as a link, as browsers write it; null for anything but http and https, and for what could
 * deceive: a user name (one host looks like another) or characters that nobody sees. Pure.
 */
export function safeWebAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > 2000 || trimmed.search(hiddenCharacters) >= 0 || /\s/.test(trimmed)) return null
  const url = URL.parse(trimmed)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url.username === '' && url.password === '' ? url.href : null
}

/** A web address of its parts; null when the host is no plain name or the path is none. `port` null: the scheme's own. */
export function webAddressOf(
  scheme: 'http' | 'https',
  host: string,
  port: number | null,
  path: string,
): string | null {
  if (!hostName.test(host) || !path.startsWith('/') || path.startsWith('//')) return null
  return safeWebAddress(`${scheme}://${host}${port === null ? '' : `:${port}`}${path}`)
}

const hostName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/i

/** A name or description of a label as one line without characters that nobody sees; null for nothing. */
export function plainWords(text: string | undefined): string | null {
  const words = (text ?? '').replaceAll(hiddenCharacters, ' ').replaceAll(/\s+/g, ' ').trim()
  return words === '' ? null : words.slice(0, 120)
}
