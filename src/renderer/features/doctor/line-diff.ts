/** One line of a difference; numbers count from 1, and are null where the line is not. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly before: number | null
  readonly after: number | null
  readonly text: string
}

/** Lines that are shown around a change. */
const context = 2
/** Above this product of lengths, what lies between the first and the last change is shown as replaced. */
const longestTable = 400_000

/** The changed lines with those around them, in pieces; a file that does not exist yet is one piece. */
export function diffLines(before: string | null, after: string): readonly (readonly DiffLine[])[] {
  return cutPieces(compare(linesOf(before ?? ''), linesOf(after)))
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function compare(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1
  const middle = compareMiddle(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  )
  const kinds = [...repeat('same', head), ...middle, ...repeat('same', tail)]
  let old = 0
  let young = 0
  return kinds.map((kind): DiffLine => {
    if (kind === 'removed') return { kind, before: old + 1, after: null, text: before[old++] ?? '' }
    if (kind === 'added') return { kind, before: null, after: young + 1, text: after[young++] ?? '' }
    old += 1
    young += 1
    return { kind, before: old, after: young, text: after[young - 1] ?? '' }
  })
}

function repeat(kind: DiffLine['kind'], times: number): readonly DiffLine['kind'][] {
  return Array.from({ length: times }, () => kind)
}

/** By the longest common subsequence: `lengths[i][j]` is its length from line i and line j on. */
function compareMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine['kind'][] {
  if (before.length * after.length > longestTable)
    return [...repeat('removed', before.length), ...repeat('added', after.length)]
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = lengths[i]
    for (let j = after.length - 1; row && j >= 0; j -= 1)
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const kinds: DiffLine['kind'][] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      kinds.push('same')
      i += 1
      j += 1
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
      kinds.push('removed')
      i += 1
    } else {
      kinds.push('added')
      j += 1
    }
  }
  return kinds
}

function cutPieces(lines: readonly DiffLine[]): readonly (readonly DiffLine[])[] {
  const pieces: DiffLine[][] = []
  let lastShown = -Infinity
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same')
  lines.forEach((line, index) => {
    if (!isNear(index)) return
    if (index !== lastShown + 1) pieces.push([])
    pieces.at(-1)?.push(line)
    lastShown = index
  })
  return pieces
}
