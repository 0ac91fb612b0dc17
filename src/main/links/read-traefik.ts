import { webAddressOf } from './web-address.ts'

type Labels = Readonly<Record<string, string>>

/** Where the proxy of a lab is reached from the machine, by the port inside its container (80, 443). */
export type ProxyPorts = ReadonlyMap<number, number>

/**
 * The addresses of a service's Traefik routers: each `Host(…)` of a rule, with its `PathPrefix(…)` or `Path(…)`. A router with
 * TLS, or on an entry point named like `websecure` or `https`, is https. Hosts by pattern are nothing to open. Pure.
 */
export function readTraefik(labels: Labels, proxy: ProxyPorts): readonly string[] {
  if (labels['traefik.enable']?.trim().toLowerCase() === 'false') return []
  return Object.entries(labels).flatMap(([name, rule]) => {
    const router = /^traefik\.http\.routers\.([^.]+)\.rule$/i.exec(name)?.[1]
    if (router === undefined) return []
    const scheme = isSecure(labels, `traefik.http.routers.${router}`) ? 'https' : 'http'
    const inside = scheme === 'https' ? 443 : 80
    const port = proxy.get(inside) ?? inside
    return splitAlternatives(rule).flatMap((alternative) =>
      readHosts(alternative).flatMap(
        (host) => webAddressOf(scheme, host, port === inside ? null : port, readPath(alternative)) ?? [],
      ),
    )
  })
}

function isSecure(labels: Labels, router: string): boolean {
  const own = Object.entries(labels).flatMap(([name, value]) =>
    name.toLowerCase().startsWith(`${router.toLowerCase()}.`)
      ? [[name.slice(router.length + 1).toLowerCase(), value.trim().toLowerCase()] as const]
      : [],
  )
  return own.some(
    ([name, value]) =>
      (name === 'tls' && value !== 'false') ||
      (name.startsWith('tls.') && value !== '') ||
      (name === 'entrypoints' && value.split(',').every((entry) => /secure|https|443/.test(entry))),
  )
}

/** Parts of a rule between `||` that stand outside of brackets and quotes. */
function splitAlternatives(rule: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let quote: string | null = null
  for (let index = 0; index < rule.length; index += 1) {
    const character = rule.charAt(index)
    if (quote !== null) quote = character === quote ? null : quote
    else if ('`"\''.includes(character)) quote = character
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (depth === 0 && rule.startsWith('||', index)) {
      parts.push('')
      index += 1
      continue
    }
    parts.push((parts.pop() ?? '') + character)
  }
  return parts
}

function readHosts(rule: string): readonly string[] {
  return [...rule.matchAll(/(?<![!\w])Host\s*\(([^)]*)\)/g)].flatMap(([, list = '']) => quoted(list))
}

function readPath(rule: string): string {
  const [, list = ''] = /(?<![!\w])(?:PathPrefix|Path)\s*\(([^)]*)\)/.exec(rule) ?? []
  return quoted(list)[0] ?? '/'
}

function quoted(list: string): readonly string[] {
  return [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, text = '']) => text.trim())
}
