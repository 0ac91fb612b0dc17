import { webScheme } from '../../shared/web-ports.ts'
import type { PublishedPort, ResolvedService } from '../compose/model.ts'
import type { ContainerSummary } from '../engine/model.ts'

/** A TCP port of a service as it is reached from the machine. */
export interface ReachedPort {
  readonly host: string
  readonly port: number
  readonly target: number
  readonly isEverywhere: boolean
  /** What a browser would speak; null for a database and the like. */
  readonly scheme: 'http' | 'https' | null
}

/**
 * What a service publishes: the ports of its running container, or else those of the files. One for each port, also where
 * it is published for both kinds of addresses. `machine` is where the engine publishes on "every address". Pure.
 */
export function publishedPorts(
  service: Pick<ResolvedService, 'ports' | 'image'>,
  containers: readonly ContainerSummary[],
  machine: string,
): readonly ReachedPort[] {
  const running = containers.filter(({ state }) => state === 'running')
  const live = running.flatMap(({ ports }) => ports)
  const ports: readonly PublishedPort[] = running.length > 0 ? live : service.ports
  const reached = ports
    .filter(({ port, protocol }) => port > 0 && protocol === 'tcp')
    .map(({ address, port, target }) => ({
      ...hostOf(address, machine),
      port,
      target,
      scheme: isDatabase(service.image) ? null : webScheme(target),
    }))
  return [...new Map(reached.map((each) => [`${each.host}:${each.port}`, each])).values()].sort(
    (a, b) => a.port - b.port,
  )
}

function hostOf(address: string, machine: string): Pick<ReachedPort, 'host' | 'isEverywhere'> {
  const plain = address.replace(/^\[|\]$/g, '')
  if (['', '0.0.0.0', '::'].includes(plain)) return { host: machine, isEverywhere: true }
  if (['127.0.0.1', '::1'].includes(plain)) return { host: 'localhost', isEverywhere: false }
  return { host: plain.includes(':') ? `[${plain}]` : plain, isEverywhere: false }
}

/** Of these images no port is a web port, whichever number it has. */
function isDatabase(image: string | null): boolean {
  const name = (image ?? '').split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? ''
  return /^(postgres|postgis|pgvector|timescaledb|redis|valkey|mysql|mariadb|mongo|memcached|dragonfly)(ql)?$/.test(
    name,
  )
}
