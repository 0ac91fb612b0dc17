import type { IncomingMessage } from 'node:http'

/** The value of one cookie; null when there is none. */
export function readCookie({ headers }: IncomingMessage, name: string): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}

/**
 * What `Set-Cookie` says. The name has the port in it, because cookies do not know ports and two doors must not clash. When it
 * ends is the session's to say.
 */
export function writeCookie(name: string, value: string, isSecure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}
