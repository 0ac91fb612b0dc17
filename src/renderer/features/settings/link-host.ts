import { hostPattern } from '../../../shared/default-settings.ts'

/** A host to put into the list, or why it cannot be, in one sentence. */
export type HostAnswer =
  { readonly host: string; readonly problem: null } | { readonly host: null; readonly problem: string }

/** Takes a host name, or a whole address to take it from; the port does not matter for the list. */
export function readHost(text: string, known: readonly string[]): HostAnswer {
  const typed = text.trim().toLowerCase()
  if (typed === '') return { host: null, problem: 'Type the name of a host, like wiki.example.org.' }
  const host = hostOfAddress(typed) ?? typed
  if (known.some((other) => other.toLowerCase() === host))
    return { host: null, problem: `${host} is in the list already.` }
  const isHost = hostPattern.test(host) && !/^[.-]|\.\.|[.-]$/.test(host)
  return isHost
    ? { host, problem: null }
    : { host: null, problem: `“${typed}” is not the name of a host. It looks like wiki.example.org.` }
}

/** Null for what has no scheme and no port. */
function hostOfAddress(text: string): string | null {
  const address = /^https?:\/\//.test(text)
    ? text
    : /^[a-z0-9.-]+(:\d+|\/)/.test(text)
      ? `http://${text}`
      : null
  return address !== null && URL.canParse(address) ? new URL(address).hostname : null
}
