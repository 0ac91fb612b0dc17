import { BlockList, isIP } from 'node:net'
import type { ChannelKind } from '../../../shared/alerts.ts'
import { SwitchyardError } from '../../../shared/errors.ts'

/** Never a receiver of notices, but what clouds keep their keys behind, and what means "any address". */
const refused = new BlockList()
refused.addSubnet('169.254.0.0', 16)
refused.addSubnet('fe80::', 10, 'ipv6')
refused.addAddress('0.0.0.0')
refused.addAddress('::', 'ipv6')

/** The address of a channel as it is kept. Throws USAGE, without the address in it: it may hold a secret. */
export function readAddress(text: string, kind: ChannelKind): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw wrong('The address must start with http:// or https://.')
  if (url.username !== '' || url.password !== '')
    throw wrong(
      'The address must not have a user name or a password in it.',
      'Give a token in its own field.',
    )
  if (isRefused(url.hostname)) throw wrong('Notices are not sent to link-local and unspecified addresses.')
  url.hash = ''
  if (kind === 'ntfy' && topicOf(url) === '')
    throw wrong('The address of ntfy must end with a topic.', 'Like https://ntfy.sh/my-secret-topic.')
  return url.href
}

/** What may be shown of an address. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : 'unknown'
}

/** The last part of the path. */
export function topicOf(url: URL): string {
  return decodeURIComponent(url.pathname.split('/').at(-1) ?? '')
}

function isRefused(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(host)
  return version !== 0 && refused.check(host, version === 4 ? 'ipv4' : 'ipv6')
}

function wrong(message: string, hint?: string): SwitchyardError {
  return new SwitchyardError('USAGE', message, { hint })
}
