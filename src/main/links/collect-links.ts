import { formatServiceRef } from '../../shared/format.ts'
import type { LabLink } from '../../shared/links.ts'
import type { ContainerSummary } from '../engine/model.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'
import { publishedPorts, type ReachedPort } from './published-ports.ts'
import { readCaddy } from './read-caddy.ts'
import { readHomepage } from './read-homepage.ts'
import { type ProxyPorts, readTraefik } from './read-traefik.ts'
import { plainWords, safeWebAddress } from './web-address.ts'

/** The better source stands first: an address that several name is one link, with the words of the best. */
const ranks = ['switchyard.yaml', 'homepage', 'traefik', 'caddy', 'port'] as const

/**
 * Every link of a lab: those of `switchyard.yaml`, labels of proxies and dashboards, and published ports; in the order of the
 * stacks, the best of a service first. Services of profiles that are not active count only while they run. `machine` is the
 * host of the engine. Pure.
 */
export function collectLinks(
  model: LabModel,
  containers: readonly ContainerSummary[],
  machine: string,
): readonly LabLink[] {
  const matched = matchContainers(model.services, containers)
  const own = ({ key }: LabService) => matched.get(key) ?? []
  const isRunning = (service: LabService) => own(service).some(({ state }) => state === 'running')
  const present = model.services.filter((service) => service.isActive || isRunning(service))
  const portsOf = (service: LabService) => publishedPorts(service.service, own(service), machine)
  const proxies = {
    traefik: findProxy(present, 'traefik', portsOf),
    caddy: findProxy(present, 'caddy', portsOf),
  }
  return model.lab.stacks.flatMap((stack) => {
    const services = present.filter(({ ref }) => ref.stack === stack.name)
    const links = services.flatMap((service) =>
      linksOf(service, portsOf(service), proxies).map((link) => ({
        ...link,
        isRunning: isRunning(service),
      })),
    )
    return mergeSame([...stackLinks(stack), ...links])
  })
}

type Draft = Omit<LabLink, 'id'>

function stackLinks({ name: stack, links }: LabModel['lab']['stacks'][number]): readonly Draft[] {
  return links.flatMap(({ name, url }) => {
    const safe = safeWebAddress(url)
    if (safe === null) return []
    return [
      { ...nothing, name: plainWords(name) ?? safe, url: safe, from: 'switchyard.yaml' as const, stack },
    ]
  })
}

const nothing = {
  kind: 'web',
  service: null,
  description: null,
  group: null,
  isRunning: null,
  isEverywhere: false,
} as const

function linksOf(
  { service, ref }: LabService,
  ports: readonly ReachedPort[],
  proxies: Readonly<Record<'traefik' | 'caddy', ProxyPorts>>,
): readonly Draft[] {
  const { labels } = service.reach
  const homepage = readHomepage(labels)
  const common = {
    ...nothing,
    stack: ref.stack,
    service: ref.service,
    description: homepage?.description ?? null,
    group: homepage?.group ?? null,
  }
  const name = homepage?.name ?? ref.service
  const of = (from: 'homepage' | 'traefik' | 'caddy', url: string): Draft => ({ ...common, name, url, from })
  const web = ports.filter(({ scheme }) => scheme !== null)
  return [
    ...(!homepage?.url ? [] : [of('homepage', homepage.url)]),
    ...readTraefik(labels, proxies.traefik).map((url) => of('traefik', url)),
    ...readCaddy(labels, proxies.caddy).map((url) => of('caddy', url)),
    ...ports.map(({ host, port, scheme, isEverywhere }): Draft => ({
      ...common,
      name: scheme !== null && web.length === 1 ? name : `${name} :${port}`,
      url: scheme === null ? `tcp://${host}:${port}` : new URL(`${scheme}://${host}:${port}`).href,
      kind: scheme === null ? 'tcp' : 'web',
      from: 'port',
      isEverywhere,
    })),
  ]
}

/** Where the lab's proxy publishes its ports for plain and for secure pages. */
function findProxy(
  services: readonly LabService[],
  name: string,
  portsOf: (service: LabService) => readonly ReachedPort[],
): ProxyPorts {
  const proxy = services.find(({ service }) => service.name === name || (service.image ?? '').includes(name))
  return new Map((proxy ? portsOf(proxy) : []).map(({ target, port }) => [target, port]))
}

function mergeSame(drafts: readonly Draft[]): readonly LabLink[] {
  return [...Map.groupBy(drafts, ({ url }) => mark(url)).values()].flatMap((same) => {
    const [best] = same.toSorted((a, b) => ranks.indexOf(a.from) - ranks.indexOf(b.from))
    if (!best) return []
    // What only names a page does not say whose it is; a port at the same address does.
    const owner = same.find(({ service }) => service !== null)
    const known = best.service === null && owner ? { ...best, ...pickOwner(owner) } : best
    const name = known.service === null ? known.stack : formatServiceRef({ ...known, service: known.service })
    const isEverywhere = same.some((each) => each.isEverywhere)
    return [{ id: `${name} ${mark(known.url)}`, ...known, isEverywhere }]
  })
}

function pickOwner({ service, isRunning, description, group }: Draft) {
  return { service, isRunning, description, group }
}

/** The same page, however its address is written. */
function mark(url: string): string {
  return url.replace('://127.0.0.1', '://localhost').replace(/\/$/, '')
}
