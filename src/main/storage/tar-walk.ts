/** One entry of a tar archive, as its header says it. */
export interface TarEntry {
  readonly name: string
  readonly bytes: number
  /** A header that only describes the next entry. */
  readonly isMeta: boolean
}

export interface TarWalk {
  /**
   * Takes the next piece of the archive. Calls back with the raw bytes of each part as they come: which entry they belong to
   * is said before. Throws for what is no tar archive.
   */
  push(chunk: Buffer): void
  /** The end mark has come, so that the archive is whole. */
  readonly isEnded: boolean
}

export interface TarWalkEvents {
  /** A header has been read; what comes next to `onRaw` is the header itself and then its content. */
  readonly onEntry: (entry: TarEntry) => void
  readonly onRaw: (bytes: Buffer) => void
}

const blockBytes = 512
/** What describes an entry is names and attributes, never more than this. */
const longestMeta = 4 * 1024 * 1024

/**
 * Follows the headers of a tar archive that streams by, so that its bytes can be passed on as they are: whoever unpacks and
 * packs again loses what the library in between does not know, like attributes with bytes that are no text.
 */
export function createTarWalk({ onEntry, onRaw }: TarWalkEvents): TarWalk {
  let header = Buffer.alloc(0)
  let contentLeft = 0
  let paddedLeft = 0
  let meta: Buffer[] | null = null
  let metaKind = ''
  let next: { name?: string; bytes?: number } = {}
  let isEnded = false

  function readHeader(block: Buffer): void {
    if (block.every((byte) => byte === 0)) {
      isEnded = true
      return
    }
    checkSum(block)
    const kind = String.fromCharCode(block[156] ?? 0)
    const bytes = readNumber(block.subarray(124, 136))
    const isMeta = kind === 'x' || kind === 'L' || kind === 'K' || kind === 'g'
    if (isMeta) {
      if (bytes > longestMeta) throw new Error('a header is too long')
      onEntry({ name: '', bytes, isMeta })
      meta = []
      metaKind = kind
      contentLeft = bytes
    } else {
      const name = next.name ?? plainName(block)
      contentLeft = hasContent(kind) ? (next.bytes ?? bytes) : 0
      onEntry({ name, bytes: contentLeft, isMeta })
      next = {}
    }
    paddedLeft = Math.ceil(contentLeft / blockBytes) * blockBytes
    onRaw(block)
    if (paddedLeft === 0) endEntry()
  }

  function endEntry(): void {
    if (!meta) return
    const content = Buffer.concat(meta)
    meta = null
    if (metaKind === 'x') next = { ...next, ...readPax(content) }
    if (metaKind === 'L') next = { ...next, name: untilZero(content) }
  }

  return {
    get isEnded() {
      return isEnded
    },
    push(chunk) {
      let rest = chunk
      while (rest.length > 0 && !isEnded) {
        if (paddedLeft > 0) {
          const part = rest.subarray(0, Math.min(paddedLeft, rest.length))
          if (meta && contentLeft > 0) meta.push(Buffer.from(part.subarray(0, contentLeft)))
          contentLeft = Math.max(0, contentLeft - part.length)
          paddedLeft -= part.length
          onRaw(part)
          rest = rest.subarray(part.length)
          if (paddedLeft === 0) endEntry()
          continue
        }
        const missing = blockBytes - header.length
        header = Buffer.concat([header, rest.subarray(0, missing)])
        rest = rest.subarray(missing)
        if (header.length < blockBytes) return
        const block = header
        header = Buffer.alloc(0)
        readHeader(block)
      }
    },
  }
}

/** Links and folders may carry a size in their header, but nothing follows it. */
function hasContent(kind: string): boolean {
  return !['1', '2', '3', '4', '5', '6'].includes(kind)
}

function plainName(block: Buffer): string {
  const name = untilZero(block.subarray(0, 100))
  const isUstar = block.subarray(257, 263).toString('latin1') === 'ustar\0'
  const prefix = isUstar ? untilZero(block.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Records like `30 path=some/where\n`, the number being the length of the whole record in bytes. */
function readPax(content: Buffer): { name?: string; bytes?: number } {
  const found: { name?: string; bytes?: number } = {}
  let at = 0
  while (at < content.length) {
    const space = content.indexOf(0x20, at)
    const length = Number(content.subarray(at, space).toString('latin1'))
    if (space < 0 || !Number.isInteger(length) || length <= 0) break
    const record = content.subarray(space + 1, at + length - 1)
    const equals = record.indexOf(0x3d)
    const key = record.subarray(0, equals).toString('latin1')
    const value = record.subarray(equals + 1).toString()
    if (key === 'path') found.name = value
    if (key === 'size') found.bytes = Number(value)
    at += length
  }
  return found
}

/** Octal text, or where that is too short a binary number whose first bit says so. */
function readNumber(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x7f)
  }
  const text = untilZero(field).trim()
  const value = text === '' ? 0 : Number.parseInt(text, 8)
  if (!Number.isInteger(value) || value < 0) throw new Error('a header has no size')
  return value
}

function checkSum(block: Buffer): void {
  const told = readNumber(block.subarray(148, 156))
  const sum = block.reduce((all, byte, index) => all + (index >= 148 && index < 156 ? 0x20 : byte), 0)
  if (told !== sum) throw new Error('a header is broken')
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString()
}
