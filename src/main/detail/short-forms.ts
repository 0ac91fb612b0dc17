/** A text that can have `${…}` in it, as a pattern for what Compose makes of it. */
export function couldBe(written: string, resolved: string): boolean {
  if (!written.includes('$')) return written === resolved
  return toPattern(written).test(resolved)
}

function toPattern(written: string): RegExp {
  const parts = written
    .replaceAll('$$', '\u0001')
    .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]\w*/)
    .map((part) => part.replaceAll('\u0001', '$$$$').replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`)
}

/** `source:target:mode` of a mount; null when it cannot be told. Parts that are not written are null. */
export function parseVolume(
  text: string,
): { readonly source: string | null; readonly target: string; readonly mode: string | null } | null {
  const parts = splitOutsideBraces(text)
  if (parts.length === 1 && parts[0]) return { source: null, target: parts[0], mode: null }
  const [source = '', target = '', mode] = parts
  return parts.length > 3 || target === '' ? null : { source, target, mode: mode ?? null }
}

export interface WrittenPort {
  readonly address: string | null
  readonly published: string | null
  readonly target: string
  readonly protocol: string | null
}

/** `address:published:target/protocol` of a port; null when it cannot be told. */
export function parsePort(text: string): WrittenPort | null {
  const [, before = '', protocol = null] = /^(.*?)(?:\/([a-z]+))?$/.exec(text) ?? []
  const bracketed = /^\[([^\]]*)\]:(.*)$/.exec(before)
  const parts = splitOutsideBraces(bracketed?.[2] ?? before)
  if (bracketed) parts.unshift(bracketed[1] ?? '')
  const target = parts.at(-1)
  if (!target || parts.length > 3) return null
  return {
    address: parts.length === 3 ? (parts[0] ?? null) : null,
    published: parts.length > 1 ? parts.at(-2) || null : null,
    target,
    protocol,
  }
}

/** Whether a port or a range of ports, as it is written, takes in this one. */
export function takesPort(written: string | null, port: string | number | undefined): boolean {
  if (written === null) return port === undefined
  const range = /^(\d+)-(\d+)$/.exec(written)
  const number = Number(port)
  return range
    ? number >= Number(range[1]) && number <= Number(range[2])
    : couldBe(written, String(port ?? ''))
}

/** Splits at colons, but not at those within `${NAME:-default}`. */
function splitOutsideBraces(text: string): string[] {
  return text.match(/(?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^:])+|(?<=:)(?=:|$)|^(?=:)/g) ?? []
}
