import type { ServiceDetail } from '../../shared/detail.ts'
import { webScheme } from '../../shared/web-ports.ts'
import type { PublishedPort } from '../compose/model.ts'
import type { ContainerSummary } from '../engine/model.ts'
import type { LiveParts } from './live-parts.ts'
import type { ResolvedDocument, ResolvedSection } from './resolved-document.ts'
import { undouble } from './resolved-document.ts'

/** Ports as they are published now, or else as they would be. */
export function describePorts(
  planned: readonly PublishedPort[],
  summary: ContainerSummary | null,
  isLocal: boolean,
): ServiceDetail['ports'] {
  const isLive = summary?.state === 'running' && summary.ports.length > 0
  const ports = (isLive ? summary.ports : planned).map((port) => ({
    ...port,
    address: port.address || '0.0.0.0',
  }))
  const isTwin = ({ address, port, target, protocol }: PublishedPort) =>
    address === '::' &&
    ports.some(
      (other) =>
        other.address === '0.0.0.0' &&
        other.port === port &&
        other.target === target &&
        other.protocol === protocol,
    )
  return ports
    .filter((port) => !isTwin(port))
    .map(({ address, port, target, protocol }) => ({
      address,
      port: port || null,
      target,
      protocol,
      url: isLocal && port > 0 && protocol === 'tcp' ? webAddress(address, port, target) : null,
    }))
    .toSorted((a, b) => a.target - b.target)
}

/** Null for ports of databases, brokers and the like, which no browser understands. */
function webAddress(address: string, port: number, target: number): string | null {
  const scheme = webScheme(target)
  if (scheme === null) return null
  const isAnywhere = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address)
  const host = isAnywhere ? 'localhost' : address.includes(':') ? `[${address}]` : address
  return `${scheme}://${host}:${port}`
}

export function describeMounts({ volumes, tmpfs }: ResolvedSection): ServiceDetail['mounts'] {
  return [
    ...(volumes ?? []).map(({ type, source, target, read_only: readOnly }) => ({
      kind: isKind(type) ? type : ('other' as const),
      source: source ?? '',
      target,
      readOnly: readOnly ?? false,
    })),
    ...(tmpfs ?? []).map((entry) => ({
      kind: 'tmpfs' as const,
      source: '',
      target: entry.replace(/:.*$/, ''),
      readOnly: /:(.*,)?ro(,|$)/.test(entry),
    })),
  ]
}

function isKind(type: string): type is 'bind' | 'volume' | 'tmpfs' {
  return type === 'bind' || type === 'volume' || type === 'tmpfs'
}

/** By the names that the engine knows, with what the container really has when there is one. */
export function describeNetworks(
  section: ResolvedSection,
  { networks }: ResolvedDocument,
  { container }: LiveParts,
): ServiceDetail['networks'] {
  const planned = Object.entries(section.networks ?? {}).map(([key, own]) => ({
    name: networks[key]?.name ?? key,
    aliases: own?.aliases ?? [],
    address: null,
  }))
  const live = container?.networks ?? []
  return [
    ...planned.filter(({ name }) => !live.some((each) => each.name === name)),
    ...live.map(({ name, aliases, address }) => ({ name, aliases: [...aliases], address })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What the container asks itself: its own check, or else the file's, or else the image's. */
export function findHealthCommand(section: ResolvedSection, { container, image }: LiveParts): string[] {
  if (container) return [...container.healthTest]
  const check = section.healthcheck
  if (check?.['disable'] === true) return []
  const test = check?.test
  if (test === undefined || test === null) return [...(image?.healthTest ?? [])]
  if (typeof test === 'string') return ['CMD-SHELL', undouble(test)]
  return test[0] === 'NONE' ? [] : test.map(undouble)
}

export function describeContainer({ container }: LiveParts): ServiceDetail['container'] {
  if (!container) return null
  const { id, name, startedAt, finishedAt, restartCount, exitCode, oomKilled, isRunning } = container
  const hasEnded = !isRunning && startedAt !== null
  return {
    id,
    name,
    startedAt,
    finishedAt: hasEnded ? finishedAt : null,
    restartCount,
    exitCode: hasEnded ? exitCode : null,
    oomKilled,
  }
}
