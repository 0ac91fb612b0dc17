/** What is typed, on its way to the shell in the order in which it was typed. */
export interface KeyQueue {
  readonly push: (keys: string) => void
  /** Forgets what was not sent yet, and takes nothing any more. */
  readonly close: () => void
}

/** How much goes in one message, in characters; a long paste goes in several. */
const longestMessage = 32 * 1024

/** Sends one message at a time; what is typed meanwhile goes together in the next. After an error the rest is forgotten. */
export function createKeyQueue(
  send: (keys: string) => Promise<unknown>,
  onError: (error: unknown) => void,
): KeyQueue {
  let waiting = ''
  let isSending = false
  let isClosed = false

  async function drain(): Promise<void> {
    isSending = true
    try {
      while (waiting !== '' && !isClosed) {
        const length = wholeCharacters(waiting, longestMessage)
        const keys = waiting.slice(0, length)
        waiting = waiting.slice(length)
        await send(keys)
      }
    } catch (error) {
      waiting = ''
      if (!isClosed) onError(error)
    } finally {
      isSending = false
    }
  }

  return {
    push(keys) {
      if (isClosed) return
      waiting += keys
      if (!isSending) void drain()
    },
    close() {
      isClosed = true
      waiting = ''
    },
  }
}

/** A length up to the limit that does not end within a pair of surrogates. */
function wholeCharacters(text: string, limit: number): number {
  if (text.length <= limit) return text.length
  const code = text.charCodeAt(limit - 1)
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit
}
