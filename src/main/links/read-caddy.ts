import type { ProxyPorts } from './read-traefik.ts'
import { webAddressOf } from './web-address.ts'

/**
 * The sites of a service's labels for caddy-docker-proxy: `caddy` and `caddy_0`, `caddy_1` …, each with one or more addresses.
 * A site is https unless it says `http://` or port 80. What names no single host (`:80`, `*.example.org`) is nothing to
 * open. Pure.
 */
export function readCaddy(labels: Readonly<Record<string, string>>, proxy: ProxyPorts): readonly string[] {
  return Object.entries(labels).flatMap(([name, sites]) =>
    /^caddy(_\d+)?$/i.test(name) ? sites.split(/[\s,]+/).flatMap((site) => readSite(site, proxy) ?? []) : [],
  )
}

function readSite(site: string, proxy: ProxyPorts): string | null {
  const [, scheme, host = '', port, path = '/'] =
    /^(?:(https?):\/\/)?([^:/]+)(?::(\d{1,5}))?(\/.*)?$/i.exec(site) ?? []
  if (host === '') return null
  const isPlain = scheme?.toLowerCase() === 'http' || (scheme === undefined && port === '80')
  const inside = port === undefined ? (isPlain ? 80 : 443) : Number(port)
  const outside = proxy.get(inside) ?? inside
  const isUsual = outside === (isPlain ? 80 : 443)
  return webAddressOf(isPlain ? 'http' : 'https', host, isUsual ? null : outside, path.replace(/\*$/, ''))
}
