import { ORPCError, type ClientContext, type ClientLink } from '@orpc/client'
import type { Connection } from './transport.ts'

/** The error of every call and stream whose connection was lost, or did not come back in time. */
export function connectionLost(cause?: unknown): ORPCError<'SERVICE_UNAVAILABLE', undefined> {
  return new ORPCError('SERVICE_UNAVAILABLE', {
    message: 'The connection to Switchyard is lost. What was asked may or may not have happened.',
    cause,
  })
}

export function isConnectionLost(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'SERVICE_UNAVAILABLE'
}

/**
 * A link over whichever connection there is. A call waits for one; a call or a stream whose connection ends, ends with
 * `connectionLost`. Nothing is sent twice: only the caller knows whether asking again is harmless.
 */
export function createResumingLink(
  whenConnected: (signal: AbortSignal | undefined) => Promise<Connection>,
): ClientLink<ClientContext> {
  return {
    async call(path, input, options) {
      const connection = await whenConnected(options.signal)
      let isLost = false
      void connection.closed.then(() => (isLost = true))
      const explain = (error: unknown): unknown => {
        if (options.signal?.aborted || (error instanceof ORPCError && error.code !== 'SERVICE_UNAVAILABLE'))
          return error
        return isLost || isCut(error) ? connectionLost(error) : error
      }
      try {
        const output = await connection.link.call(path, input, options)
        return isStream(output) ? explainStream(output, explain) : output
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

/** What the library says when the connection ended below a call. */
function isCut(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || /not open/.test(error.message))
}

function isStream(output: unknown): output is AsyncIterableIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

function explainStream(
  stream: AsyncIterableIterator<unknown>,
  explain: (error: unknown) => unknown,
): AsyncIterableIterator<unknown> {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        return await stream.next()
      } catch (error) {
        throw explain(error)
      }
    },
    async return(value?: unknown) {
      try {
        return (await stream.return?.(value)) ?? { done: true, value }
      } catch {
        return { done: true, value } // there is nobody left to tell that nobody listens
      }
    },
  }
}
