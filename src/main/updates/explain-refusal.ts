import { SwitchyardError } from '../../shared/errors.ts'
import { parseReference } from '../engine/parse-reference.ts'

/** Why a registry did not say what it has under a reference, in one sentence. Pure. */
export function explainRefusal(reference: string, error: unknown): string {
  const { host } = parseReference(reference)
  const registry = host === 'docker.io' ? 'Docker Hub' : host
  if (isTimeout(error)) return `${registry} did not answer in time about ${reference}.`
  const reason = error instanceof Error ? error.message : String(error)
  if (/toomanyrequests|too many requests|rate limit/i.test(reason))
    return `${registry} answers no more questions for now (its rate limit is reached); try later, or log in: docker login${host === 'docker.io' ? '' : ` ${host}`}.`
  if (/x509|certificate|tls:/i.test(reason))
    return `${registry} is not trusted by the engine: ${lastPart(reason)}.`
  if (/server gave HTTP response to HTTPS client/i.test(reason))
    return `${registry} speaks no TLS; name it under insecure-registries in the engine's settings if that is meant.`
  // A repository that is private and one that does not exist are told in the same words on purpose.
  if (/no basic auth credentials|unauthorized|authentication required|denied|forbidden/i.test(reason))
    return `${registry} does not show ${reference}: it is not there, or you must log in first (docker login${host === 'docker.io' ? '' : ` ${host}`}).`
  if (/manifest unknown|not found|no such manifest|name unknown/i.test(reason))
    return `${registry} has no ${reference}.`
  if (
    /connection refused|no such host|no route|unreachable|i\/o timeout|deadline exceeded|EOF|reset by peer|Client\.Timeout/i.test(
      reason,
    )
  )
    return `${registry} cannot be reached: ${lastPart(reason)}.`
  return `${registry} did not say what it has under ${reference}: ${lastPart(reason)}.`
}

/** Whether the registry itself is out of reach, so that asking it for the next image is of no use. Pure. */
export function isOutOfReach(error: unknown): boolean {
  if (isTimeout(error)) return true
  const reason = error instanceof SwitchyardError ? error.message : ''
  return /connection refused|no such host|no route|unreachable|i\/o timeout|deadline exceeded|Client\.Timeout/i.test(
    reason,
  )
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

/** What the engine's long sentences end with is what went wrong. */
function lastPart(reason: string): string {
  return (reason.split(': ').at(-1) ?? reason).trim().replace(/\.+$/, '')
}
