import { createHash } from 'node:crypto'
import { z } from 'zod'
import { formatBytes } from '../../shared/format.ts'

/**
 * What tells one environment's service from another's, beside its image and ports: words to show and to compare, and of
 * everything else only a short hash by its key in the Compose file.
 */
export interface ServiceOutline {
  /** Stage of the Dockerfile; null for the last one, and without a build. */
  readonly target: string | null
  /** Like `ichrisbirch_data → /var/lib/data` or `/srv/conf → /etc/conf (read-only)`. */
  readonly mounts: readonly string[]
  /** Names as the engine knows them; `network_mode` as it is written. */
  readonly networks: readonly string[]
  /** Like `memory 1.0 GiB`. */
  readonly limits: readonly string[]
  readonly settings: Readonly<Record<string, string>>
}

export const emptyOutline: ServiceOutline = {
  target: null,
  mounts: [],
  networks: [],
  limits: [],
  settings: {},
}

const amountSchema = z.union([z.string(), z.number()])

const fieldsSchema = z.object({
  build: z.object({ target: z.string().optional() }).loose().nullish(),
  volumes: z
    .array(
      z.object({
        type: z.string(),
        source: z.string().optional(),
        target: z.string().optional(),
        read_only: z.boolean().optional(),
      }),
    )
    .optional(),
  tmpfs: z.union([z.string(), z.array(z.string())]).optional(),
  networks: z.record(z.string(), z.unknown()).nullish(),
  network_mode: z.string().optional(),
  mem_limit: amountSchema.optional(),
  cpus: amountSchema.optional(),
  pids_limit: amountSchema.optional(),
  limits: z
    .object({ cpus: amountSchema.optional(), memory: amountSchema.optional(), pids: amountSchema.optional() })
    .nullish(),
})

/** Keys that are shown by themselves, and those that say nothing about what the container is like. */
const shownKeys = new Set([
  'image',
  'ports',
  'volumes',
  'tmpfs',
  'networks',
  'network_mode',
  'mem_limit',
  'cpus',
  'pids_limit',
  'profiles',
])

/**
 * The outline of a service as `docker compose config` prints it. `names` turns the keys of networks and volumes into the names
 * that the engine knows.
 */
export function outlineService(
  service: Readonly<Record<string, unknown>>,
  names: { readonly networks: ReadonlyMap<string, string>; readonly volumes: ReadonlyMap<string, string> },
): ServiceOutline {
  const deploy = service['deploy'] as
    { readonly resources?: { readonly limits?: unknown } } | null | undefined
  const parsed = fieldsSchema.safeParse({ ...service, limits: deploy?.resources?.limits })
  const fields = parsed.success ? parsed.data : {}
  const mode = fields.network_mode === undefined ? [] : [fields.network_mode]
  const joined = Object.keys(fields.networks ?? {}).map((key) => names.networks.get(key) ?? key)
  return {
    target: fields.build?.target ?? null,
    mounts: listMounts(fields, names.volumes),
    networks: [...mode, ...joined].sort(),
    limits: listLimits(fields),
    settings: Object.fromEntries(
      Object.entries(service)
        .filter(([key, value]) => !shownKeys.has(key) && value !== null && value !== undefined)
        .map(([key, value]) => [key, mark(value)]),
    ),
  }
}

type Fields = Partial<z.infer<typeof fieldsSchema>>

function listMounts({ volumes = [], tmpfs = [] }: Fields, names: ReadonlyMap<string, string>): string[] {
  const mounts = volumes.map(({ type, source, target = '', read_only: isReadOnly }) => {
    const from = type === 'tmpfs' ? 'tmpfs' : (names.get(source ?? '') ?? source ?? 'anonymous volume')
    return `${from} → ${target}${isReadOnly === true ? ' (read-only)' : ''}`
  })
  const inMemory = [tmpfs].flat().map((target) => `tmpfs → ${target}`)
  return [...mounts, ...inMemory].sort()
}

function listLimits(fields: Fields): string[] {
  const { limits } = fields
  const memory = limits?.memory ?? fields.mem_limit
  const cpus = limits?.cpus ?? fields.cpus
  const pids = limits?.pids ?? fields.pids_limit
  return [
    ...(isSet(cpus) ? [`${Number(cpus)} ${Number(cpus) === 1 ? 'CPU' : 'CPUs'}`] : []),
    ...(isSet(memory) ? [`memory ${formatBytes(Number(memory))}`] : []),
    ...(isSet(pids) ? [`${Number(pids)} processes`] : []),
  ]
}

function isSet(amount: string | number | undefined): boolean {
  return amount !== undefined && Number(amount) > 0
}

/** Short on purpose: enough to see a difference, too little to find out a value. */
function mark(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
}
