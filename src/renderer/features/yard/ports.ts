export interface OpenPort {
  readonly port: number
  readonly url: string
}

/**
 * The published TCP port that a browser can open, lowest first; null for none. `pageHost` is where the page itself comes
 * from: what is published everywhere can be reached there as well.
 */
export function findPort(ports: readonly string[], pageHost: string): OpenPort | null {
  const published = ports.flatMap((text) => {
    const [, address, port, protocol] = /^(.*):(\d{1,5})→\d+\/(\w+)$/.exec(text) ?? []
    if (address === undefined || port === undefined || protocol !== 'tcp') return []
    return [{ port: Number(port), url: `http://${hostOf(address, pageHost)}:${port}` }]
  })
  return published.sort((a, b) => a.port - b.port)[0] ?? null
}

function hostOf(address: string, pageHost: string): string {
  const plain = address.replace(/^\[|\]$/g, '')
  if (/^127\.|^::1$/.test(plain)) return 'localhost'
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(plain) && plain !== '0.0.0.0') return plain
  return /^[a-z0-9.-]+$/i.test(pageHost) && !/^127\./.test(pageHost) ? pageHost : 'localhost'
}
