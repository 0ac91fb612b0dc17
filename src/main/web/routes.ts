import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'
import { enterPage, enterScript, enterStyle, notFoundPage, signedOutPage } from './enter-page.ts'
import type { PageFiles } from './page-files.ts'
import type { Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'

/** What a request brings to be known by; null for nothing. */
export interface Caller {
  readonly cookie: string | null
  readonly proof: string | null
}

export type Routes = (request: IncomingMessage, caller: Caller) => Promise<Answer>

const html = 'text/html; charset=utf-8'

/** Everything that is open without a session, by path. */
const openPages: Readonly<Record<string, Answer>> = {
  '/enter': { status: 200, type: html, body: enterPage },
  '/enter.js': { status: 200, type: 'text/javascript; charset=utf-8', body: enterScript },
  '/enter.css': { status: 200, type: 'text/css; charset=utf-8', body: enterStyle },
}

/** Answers a request that has passed the checks. */
export function createRoutes(door: {
  readonly files: PageFiles
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly hasToken: boolean
}): Routes {
  return async (request, caller) => {
    const path = request.url?.split('?')[0] ?? ''
    if (request.method === 'POST') {
      if (path === '/enter') return door.signIn.answer(request, caller.cookie)
      return { status: 405, body: 'Refused.\n', headers: { allow: 'GET, HEAD' } }
    }
    const openPage = Object.hasOwn(openPages, path) ? openPages[path] : undefined
    if (openPage) return openPage
    // What a page asks when its bridge does not open: is it the connection, or the session?
    if (path === '/session') {
      return { status: door.sessions.accepts(caller.cookie, caller.proof) ? 204 : 401 }
    }
    if (!door.sessions.hasCookie(caller.cookie)) {
      return { status: 401, type: html, body: signedOutPage(door.hasToken) }
    }
    const acceptEncoding = request.headers['accept-encoding']
    const file = await door.files.find(path, typeof acceptEncoding === 'string' ? acceptEncoding : '')
    return file ?? { status: 404, type: html, body: notFoundPage }
  }
}
