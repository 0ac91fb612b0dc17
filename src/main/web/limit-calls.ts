import { ORPCError } from '@orpc/server'
import { type StandardHandleResult, type StandardHandlerInterceptorOptions } from '@orpc/server/standard'

/** Calls that go on in one connection, streams included. */
export const maxOpenCalls = 256

/** What the handler knows of the connection that a call came through. */
export interface Connection extends Record<PropertyKey, unknown> {
  readonly calls: { open: number }
  readonly refused: (what: string) => void
}

type Options = Omit<StandardHandlerInterceptorOptions<Connection>, 'next'> & {
  readonly next: () => Promise<StandardHandleResult>
}

/** Refuses a call beyond the limit, and one of a procedure that the contract does not have. */
export async function limitCalls({ context, request, next }: Options): Promise<StandardHandleResult> {
  const { calls, refused } = context
  if (calls.open >= maxOpenCalls) {
    refused('a call beyond the limit')
    return refuse('TOO_MANY_REQUESTS', `More than ${maxOpenCalls} calls are open in this page. Reload it.`)
  }
  calls.open += 1
  const release = once(() => (calls.open -= 1))
  request.signal?.addEventListener('abort', release, { once: true })
  let isStream = false
  try {
    const result = await next()
    if (!result.matched) {
      refused(`a call of ${request.url.pathname}, which does not exist`)
      return refuse('NOT_FOUND', 'Switchyard has no such operation.')
    }
    const { body } = result.response
    isStream = isIterator(body)
    return isIterator(body)
      ? { ...result, response: { ...result.response, body: whenDone(body, release) } }
      : result
  } finally {
    if (!isStream) release()
  }
}

function refuse(code: 'TOO_MANY_REQUESTS' | 'NOT_FOUND', message: string): StandardHandleResult {
  const error = new ORPCError(code, { message })
  return {
    matched: true,
    response: { status: error.status, headers: {}, body: { json: error.toJSON() } },
  }
}

function isIterator(body: unknown): body is AsyncIterator<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

/** The same stream; calls back when it has ended, in whichever way. */
function whenDone(body: AsyncIterator<unknown>, done: () => void): AsyncIterableIterator<unknown> {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        const result = await body.next()
        if (result.done) done()
        return result
      } catch (error) {
        done()
        throw error
      }
    },
    async return(value?: unknown) {
      done()
      return (await body.return?.(value)) ?? { done: true, value }
    },
  }
}

function once(callback: () => void): () => void {
  let isCalled = false
  return () => {
    if (!isCalled) callback()
    isCalled = true
  }
}
