import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits that fit into a link, a cookie and a header. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: enough to recognise it, too little to use it. */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Takes as long for a wrong secret as for the right one, whatever its length. */
export function isSecret(given: string, expected: Buffer): boolean {
  return timingSafeEqual(digest(given), expected)
}
