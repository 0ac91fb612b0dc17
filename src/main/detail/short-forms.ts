/** Whether Compose can have made the one of the other, when every `${…}` can have been anything. */
export function couldBe(written: string, resolved: string): boolean {
  if (!written.includes('$')) return written === resolved
  const parts = written
    .replaceAll('$$', '\u0001')
    .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]\w*/)
    .map((part) => part.replaceAll('\u0001', '$$$$'))
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return first === resolved
  const end = resolved.length - last.length
  if (first.length > end || !resolved.startsWith(first) || !resolved.endsWith(last)) return false
  // Each part where it stands first leaves the most for the next ones. A pattern would try every way to share it out.
  let from = first.length
  for (const part of others) {
    const at = resolved.indexOf(part, from)
    if (at < 0 || at + part.length > end) return false
    from = at + part.length
  }
  return true
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
