import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Answer } from './answer.ts'
import { createAttempts } from './attempts.ts'
import { howToGetLink } from './enter-page.ts'
import type { OneTimeLink } from './one-time-link.ts'
import { digest, isSecret } from './secrets.ts'
import type { Sessions } from './sessions.ts'

const maxBodyBytes = 2048
const bodySchema = z.union([
  z.strictObject({ key: z.string().max(200) }),
  z.strictObject({ token: z.string().max(1000) }),
])

export interface SignIn {
  /** `cookie` is what the browser holds already; null for none. */
  answer(request: IncomingMessage, cookie: string | null): Promise<Answer>
}

/** Opens a session for a link's key that was not used yet, or for the operator's token where there is one. */
export function createSignIn(door: {
  readonly link: OneTimeLink
  readonly sessions: Sessions
  readonly token: string | null
  readonly now: () => number
  /** The value of `Set-Cookie`. */
  readonly describeCookie: (cookie: string) => string
}): SignIn {
  const token = door.token === null ? null : digest(door.token)
  const attempts = createAttempts(door.now)
  const refuse = (status: number, body: string): Answer => ({
    status,
    body,
    headers: token ? { 'x-switchyard-token': 'yes' } : {},
  })
  const open = (): Answer => {
    const { cookie, proof } = door.sessions.open()
    return answerJson({ proof }, { 'set-cookie': door.describeCookie(cookie) })
  }
  return {
    async answer(request, cookie) {
      const body = await readBody(request)
      if (!body) return refuse(400, 'This is not how to sign in.')
      if ('key' in body) {
        if (door.link.redeem(body.key)) return open()
        if (door.sessions.hasCookie(cookie)) return answerJson({ proof: null })
        const used = 'This link was used already, or it is older than 5 minutes.'
        return refuse(403, body.key === '' && token ? 'Sign in.' : `${used} ${howToGetLink}`)
      }
      const address = request.socket.remoteAddress ?? ''
      if (!attempts.mayTry(address)) return refuse(429, 'Too many wrong tokens. Wait a minute.')
      if (token && isSecret(body.token, token)) return open()
      attempts.failed(address)
      return refuse(403, 'This is not the token of this Switchyard.')
    },
  }
}

function answerJson(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value), headers }
}

/** Null when it is too large or not what the page of the link sends. */
async function readBody(request: IncomingMessage): Promise<z.infer<typeof bodySchema> | null> {
  if (request.headers['content-type'] !== 'application/json') return null
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBodyBytes) return null
      chunks.push(chunk)
    }
    return bodySchema.safeParse(JSON.parse(Buffer.concat(chunks).toString())).data ?? null
  } catch {
    return null // cut off, or no JSON
  }
}
