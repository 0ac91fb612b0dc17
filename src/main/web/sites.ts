import { hostname, networkInterfaces } from 'node:os'

/** A way to name this door: what browsers send as `Host` and as `Origin`. */
export interface Site {
  readonly host: string
  readonly origin: string
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Every name under which the door may be called; the first one goes into its links. */
export function listSites(host: string, port: number, publicUrl: string | null): readonly Site[] {
  const own = listHosts(host).map((name) => siteOf(new URL(`http://${bracket(name)}:${port}`)))
  return publicUrl === null ? own : [siteOf(new URL(publicUrl)), ...own]
}

/** `[::1]`, as URLs want it. */
export function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function siteOf({ host, origin }: URL): Site {
  return { host, origin }
}

function listHosts(host: string): readonly string[] {
  if (host === '0.0.0.0' || host === '::') {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    const reachable = addresses.filter(({ family }) => host === '::' || family === 'IPv4')
    const names = reachable.filter(({ scopeid }) => !scopeid).map(({ address }) => address)
    return [...names.filter((name) => !isLoopback(name)), hostname(), '127.0.0.1', 'localhost']
  }
  return isLoopback(host) && host !== 'localhost' ? [host, 'localhost'] : [host]
}
