/** An image reference taken apart. */
export interface ImageReference {
  /** Registry, like `docker.io` or `127.0.0.1:5000`. */
  readonly host: string
  /** With the registry, like `docker.io/library/redis`. */
  readonly repository: string
  /** Null when it names a digest only. */
  readonly tag: string | null
  /** `sha256:…`; null when it names none. */
  readonly digest: string | null
}

/** Reads `redis`, `ghcr.io/a/b:1` or `redis:7@sha256:…`, with what Docker understands by what is left out. Pure. */
export function parseReference(text: string): ImageReference {
  const [named = '', digest = null] = text.split('@', 2)
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const name = hasTag ? named.slice(0, colon) : named
  const tag = hasTag ? named.slice(colon + 1) : digest === null ? 'latest' : null
  const first = name.split('/', 1)[0] ?? ''
  // Docker takes the first part for a registry when it could be a host.
  const hasHost = name.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  const host = !hasHost || first === 'index.docker.io' ? 'docker.io' : first
  const path = hasHost ? name.slice(first.length + 1) : name
  const isOfficial = host === 'docker.io' && !path.includes('/')
  return { host, repository: `${host}/${isOfficial ? 'library/' : ''}${path}`, tag, digest }
}

/** Whether two references mean the same. */
export function isSameReference(one: string, other: string): boolean {
  const [a, b] = [parseReference(one), parseReference(other)]
  if (a.repository !== b.repository) return false
  return a.digest !== null || b.digest !== null ? a.digest === b.digest : a.tag === b.tag
}

/** The digest among an image's digests (`name@sha256:…`) that it has in the repository of a reference; else the first. */
export function digestFor(reference: string, digests: readonly string[]): string | null {
  const { repository } = parseReference(reference)
  const parsed = digests.map(parseReference)
  return (parsed.find((each) => each.repository === repository) ?? parsed[0])?.digest ?? null
}
