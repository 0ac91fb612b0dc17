import { createSecret, digest, isSecret } from './secrets.ts'

export const linkLifeMs = 5 * 60_000

export interface OneTimeLink {
  /** A new key; the one before is worth nothing from now on. */
  issue(): { readonly key: string; readonly expiresAtMs: number }
  /** Whether the key is the one of the latest link, in time and for the first time. */
  redeem(key: string): boolean
}

/** Keys of links that sign one browser in. There is never more than one that works. */
export function createOneTimeLink(now: () => number): OneTimeLink {
  let current: { readonly key: Buffer; readonly expiresAtMs: number } | null = null
  return {
    issue() {
      const key = createSecret()
      current = { key: digest(key), expiresAtMs: now() + linkLifeMs }
      return { key, expiresAtMs: current.expiresAtMs }
    },
    redeem(key) {
      if (!current || now() >= current.expiresAtMs || !isSecret(key, current.key)) return false
      current = null
      return true
    },
  }
}
