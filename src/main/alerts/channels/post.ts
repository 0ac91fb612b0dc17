import { plainLine } from '../log-excerpt.ts'
import type { PostRequest } from './payload.ts'

/** How one try ended, without address, token and content. */
export interface Attempt {
  readonly isDelivered: boolean
  /** Whether it may go better in a while. */
  readonly isWorthRetrying: boolean
  readonly text: string
}

/** Posts once, and says truthfully what came back. Never throws, and never takes longer than the time limit. */
export async function post(request: PostRequest, limitMs: number, signal: AbortSignal): Promise<Attempt> {
  const limit = AbortSignal.timeout(limitMs)
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { ...request.headers, 'user-agent': 'switchyard' },
      body: request.body,
      // Whoever answers must not send notices and tokens on to somebody else.
      redirect: 'manual',
      signal: AbortSignal.any([limit, signal]),
    })
    const attempt = await judge(response)
    void response.body?.cancel().catch(() => undefined)
    return attempt
  } catch (error) {
    if (limit.aborted) return failed(`There was no answer within ${limitMs / 1000} s.`)
    return explain(error)
  }
}

async function judge(response: Response): Promise<Attempt> {
  const { status } = response
  if (status >= 200 && status < 300)
    return { isDelivered: true, isWorthRetrying: false, text: `Delivered (${status}).` }
  if (status >= 300 && status < 400) {
    return {
      isDelivered: false,
      isWorthRetrying: false,
      text: `It answered with a redirect (${status}), which is not followed. Enter the address that it really has.`,
    }
  }
  const reason = await readReason(response)
  const isWorthRetrying = status >= 500 || status === 408 || status === 429
  const meaning = meanings[status] ?? ''
  return { isDelivered: false, isWorthRetrying, text: `It answered ${status}${meaning}${reason}.` }
}

const meanings: Readonly<Record<number, string>> = {
  400: ' (bad request)',
  401: ' (the token is missing or wrong)',
  403: ' (not allowed with this token)',
  404: ' (there is nothing at this address)',
  413: ' (too large)',
  429: ' (too many requests)',
  500: ' (it has failed itself)',
}

const longestReason = 4096

/** The error that ntfy and Gotify name. What else a server prints is nothing to show: it may be anybody's page. */
async function readReason(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('json') || !response.body) return ''
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > longestReason) return ''
  }
  try {
    const { error, errorDescription } = JSON.parse(text) as Record<string, unknown>
    const said = typeof errorDescription === 'string' ? errorDescription : error
    return typeof said === 'string' ? `: ${plainLine(said).slice(0, 160).replace(/\.$/, '')}` : ''
  } catch {
    return ''
  }
}

function explain(error: unknown): Attempt {
  const code = codeOf(error)
  const known = reasons.find(({ codes }) => codes.test(code))
  return failed(known?.text ?? `It could not be reached${code === '' ? '' : ` (${code})`}.`)
}

const reasons: readonly { readonly codes: RegExp; readonly text: string }[] = [
  { codes: /^ECONNREFUSED$/, text: 'Nobody listens there (connection refused).' },
  { codes: /^(ENOTFOUND|EAI_AGAIN)$/, text: 'The name of its server is not known.' },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH)$/,
    text: 'Its server cannot be reached.',
  },
  { codes: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/, text: 'The certificate of its server is not trusted.' },
  { codes: /^(EPROTO|ERR_SSL_.*)$/, text: 'Its server does not speak TLS as it should.' },
  { codes: /^HTTPParserError$/, text: 'What came back is not HTTP.' },
  { codes: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, text: 'The connection was closed without an answer.' },
]

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown; name?: unknown } }
  // What is no HTTP has a class of its own and no code.
  if (cause?.name === 'HTTPParserError') return 'HTTPParserError'
  return typeof cause?.code === 'string' ? cause.code : ''
}

function failed(text: string): Attempt {
  return { isDelivered: false, isWorthRetrying: true, text }
}
