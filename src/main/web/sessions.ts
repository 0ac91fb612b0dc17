import { createSecret, digest, isSecret } from './secrets.ts'

export const sessionIdleMs = 12 * 3_600_000
const maxSessions = 64

/** What a browser holds: the cookie, and the proof that it keeps in the storage of this origin alone. */
export interface Credentials {
  readonly cookie: string
  readonly proof: string
}

export interface Sessions {
  open(): Credentials
  /** Whether the cookie belongs to a session; a page may be shown. Using a session keeps it. */
  hasCookie(cookie: string | null): boolean
  /** Whether both belong to the same session; the bridge may be used. */
  accepts(cookie: string | null, proof: string | null): boolean
}

/** Sessions of this door, kept in memory only: they end with it, or when they were not used for 12 hours. */
export function createSessions(now: () => number): Sessions {
  let sessions: { readonly cookie: Buffer; readonly proof: Buffer; usedAtMs: number }[] = []
  const find = (cookie: string | null) => {
    sessions = sessions.filter(({ usedAtMs }) => now() - usedAtMs < sessionIdleMs)
    return cookie === null ? undefined : sessions.find((session) => isSecret(cookie, session.cookie))
  }
  return {
    open() {
      const [cookie, proof] = [createSecret(), createSecret()]
      sessions = [
        ...sessions.slice(1 - maxSessions),
        { cookie: digest(cookie), proof: digest(proof), usedAtMs: now() },
      ]
      return { cookie, proof }
    },
    hasCookie(cookie) {
      const session = find(cookie)
      if (session) session.usedAtMs = now()
      return session !== undefined
    },
    accepts(cookie, proof) {
      const session = find(cookie)
      if (!session || proof === null || !isSecret(proof, session.proof)) return false
      session.usedAtMs = now()
      return true
    },
  }
}
