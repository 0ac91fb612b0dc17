import { createHash } from 'node:crypto'
import { z } from 'zod'

const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
})

/** What `npm sbom` prints, as far as we look at it. */
export const sbomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})
export type Sbom = z.infer<typeof sbomSchema>

/** A program that runs what is shipped, and is shipped with it. */
export interface ShippedProgram {
  readonly name: string
  readonly version: string
  readonly license: string
  /** In hex; null where it is fetched only when the package is made. */
  readonly sha256: string | null
}

export interface SbomFacts {
  /** CycloneDX of the whole checkout. */
  readonly whole: Sbom
  readonly name: string
  /** `name@version` of what is shipped. */
  readonly shipped: readonly string[]
  /** None where the machine's own are used. */
  readonly runtimes: readonly ShippedProgram[]
  readonly builtAt: Date
}

/**
 * The bill of materials of what is shipped and of nothing else, the same bytes for the same content. Pure.
 * Throws an error that names what is shipped and unknown to npm.
 */
export function sbomOfShipped({ whole, name, shipped, runtimes, builtAt }: SbomFacts): Sbom {
  const refs = new Set(shipped)
  const missing = shipped.find((ref) => !whole.components.some((each) => each['bom-ref'] === ref))
  if (missing !== undefined) throw new Error(`${missing} is shipped, and npm does not know it.`)
  const own = whole.metadata.component
  const components = whole.components
    .filter((each) => refs.has(each['bom-ref']))
    // How the checkout uses it says nothing about the package.
    .map(({ properties = [], ...each }) => ({
      ...each,
      scope: 'required',
      properties: properties.filter(({ name: property }) => property !== 'cdx:npm:package:development'),
    }))
  const all = [...components, ...runtimes.map(runtimeComponent)]
  const kept = new Set(all.map((each) => each['bom-ref']))
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }))
  return {
    ...whole,
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([own['bom-ref'], all, builtAt]))}`,
    metadata: {
      ...whole.metadata,
      timestamp: builtAt.toISOString(),
      component: { ...own, type: 'application', name, properties: [] },
    },
    components: all,
    // A bundle has no tree: everything in it belongs to the program itself.
    dependencies: [{ ref: own['bom-ref'], dependsOn: [...kept] }, ...dependencies],
  }
}

function runtimeComponent({ name, version, license, sha256 }: ShippedProgram) {
  return {
    'bom-ref': `${name}-runtime@${version}`,
    type: 'platform',
    name,
    version,
    scope: 'required',
    description: 'The runtime, as its makers release it.',
    purl: `pkg:generic/${name}@${version}`,
    properties: [],
    hashes: sha256 === null ? [] : [{ alg: 'SHA-256', content: sha256 }],
    licenses: [{ license: { name: license } }],
  }
}

/** A number for the document that follows from its content, in the form of a random one. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
