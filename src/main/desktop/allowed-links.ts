/** Where links of the page may lead to. */
export interface LinkRules {
  /** Addresses that the labs name, as written in their files. */
  readonly labLinks: readonly string[]
  /** Hosts that the operator has allowed. */
  readonly linkHosts: readonly string[]
}

/** Whether the operator's browser may be sent to an address: web pages of this machine, of the labs, or allowed by name. */
export function isAllowedLink(url: string, { labLinks, linkHosts }: LinkRules): boolean {
  const link = readWebAddress(url)
  if (!link) return false
  return (
    isThisMachine(link.hostname) ||
    linkHosts.some((host) => host.toLowerCase() === link.hostname) ||
    labLinks.some((labLink) => readWebAddress(labLink)?.origin === link.origin)
  )
}

/** An http or https address without a user name, which can make one host look like another; null for anything else. */
export function readWebAddress(url: string): URL | null {
  const parsed = URL.parse(url)
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null
  return parsed.username === '' && parsed.password === '' ? parsed : null
}

function isThisMachine(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost')
}
