import { type Document, isMap, isScalar, isSeq } from 'yaml'
import type { WrittenService } from './model.ts'
import { type ComposeSource, entriesOf, fieldsOf } from './source.ts'

/** The services of a file as they are written, with anchors and merge keys followed. */
export function readServices(source: ComposeSource): readonly WrittenService[] {
  const { document } = source
  return entriesOf(source, 'services').map(({ name, pair }) => {
    const fields = collect(pair.value, document)
    const get = (key: string) => fields.get(key)
    const image = textOf(get('image'))
    const networkMode = textOf(get('network_mode'))
    const networks = namesIn(get('networks'), document)
    return {
      name,
      image,
      dependsOn: namesIn(get('depends_on'), document),
      links: textsIn(get('links')).map((link) => {
        const [service = '', alias] = link.split(':')
        return { service, alias: alias ?? null }
      }),
      together: [
        ...['network_mode', 'ipc', 'pid', 'uts'].flatMap((key) => {
          const shared = /^service:(.+)$/.exec(textOf(get(key)) ?? '')?.[1]
          return shared === undefined ? [] : [{ service: shared, key }]
        }),
        ...textsIn(get('volumes_from')).flatMap((entry) =>
          entry.startsWith('container:') ? [] : [{ service: entry.split(':')[0] ?? '', key: 'volumes_from' }],
        ),
        ...extended(get('extends'), document),
      ],
      networks: networks.length > 0 ? networks : networkMode === null ? ['default'] : [],
      volumes: volumesOf(get('volumes'), document),
      configs: referredIn(get('configs'), document),
      secrets: [
        ...referredIn(get('secrets'), document),
        ...referredIn(collect(get('build'), document).get('secrets'), document),
      ],
      envFiles: envFilesOf(get('env_file'), document),
      profiles: textsIn(get('profiles')),
      usesGpu: asksForGpu(fields, document),
    }
  })
}

/** The keys of a map; of what is merged in, only those that the map itself has not. */
export function collect(node: unknown, document: Document): ReadonlyMap<string, unknown> {
  const own = new Map<string, unknown>()
  const merged = new Map<string, unknown>()
  for (const { key, value, map } of fieldsOf(node, document)) {
    const into = map === node ? own : merged
    if (!into.has(key)) into.set(key, value)
  }
  return new Map([...merged, ...own])
}

function textOf(node: unknown): string | null {
  const value = isScalar(node) ? node.value : null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : null
}

function textsIn(node: unknown): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => textOf(item) ?? [])
  const single = textOf(node)
  return single === null ? [] : [single]
}

/** Names in a list, or the keys of a map. */
function namesIn(node: unknown, document: Document): string[] {
  return isMap(node) ? [...collect(node, document).keys()] : textsIn(node)
}

function extended(node: unknown, document: Document): WrittenService['together'] {
  const fields = collect(node, document)
  const service = isMap(node) ? textOf(fields.get('service')) : textOf(node)
  return service === null || fields.has('file') ? [] : [{ service, key: 'extends' }]
}

function volumesOf(node: unknown, document: Document): string[] {
  if (!isSeq(node)) return []
  return node.items.flatMap((item) => {
    if (isScalar(item)) return namedVolume(String(item.value)) ?? []
    const fields = collect(item, document)
    return textOf(fields.get('type')) === 'volume' ? (textOf(fields.get('source')) ?? []) : []
  })
}

/** Of `data:/var/lib` the name `data`; null for a path, and for a volume without a name. */
export function namedVolume(entry: string): string | null {
  const name = /^([A-Za-z0-9][\w.-]+):/.exec(entry)?.[1]
  return name ?? null
}

/** Names of secrets or configs, in both ways of writing them. */
function referredIn(node: unknown, document: Document): string[] {
  if (!isSeq(node)) return []
  return node.items.flatMap((item) => textOf(item) ?? textOf(collect(item, document).get('source')) ?? [])
}

function envFilesOf(node: unknown, document: Document): string[] {
  if (!isSeq(node)) return textsIn(node)
  return node.items.flatMap((item) => textOf(item) ?? textOf(collect(item, document).get('path')) ?? [])
}

function asksForGpu(fields: ReadonlyMap<string, unknown>, document: Document): boolean {
  if (fields.has('gpus') || textOf(fields.get('runtime')) === 'nvidia') return true
  if (textsIn(fields.get('devices')).some((device) => /\/dev\/(dri|kfd|nvidia)/.test(device))) return true
  const step = (node: unknown, key: string) => collect(node, document).get(key)
  const devices = step(step(step(fields.get('deploy'), 'resources'), 'reservations'), 'devices')
  if (!isSeq(devices)) return false
  return devices.items.some((device) =>
    textsIn(collect(device, document).get('capabilities')).includes('gpu'),
  )
}
