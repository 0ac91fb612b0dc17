import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines, type DiffLine } from '../../../../src/renderer/features/doctor/line-diff.ts'

const show = (pieces: readonly (readonly DiffLine[])[]) =>
  pieces.map((piece) =>
    piece.map(({ kind, before, after, text }) => `${before ?? ''}|${after ?? ''}|${kind}|${text}`),
  )

describe('the difference of a file', () => {
  it('is one piece of new lines for a file that does not exist yet', () => {
    expect(show(diffLines(null, 'A=1\nB=2\n'))).toEqual([['|1|added|A=1', '|2|added|B=2']])
  })

  it('shows a changed line between two lines around it', () => {
    expect(show(diffLines('a\nb\nc\nPORT=8080\nd\ne\nf\n', 'a\nb\nc\nPORT=8081\nd\ne\nf\n'))).toEqual([
      ['2|2|same|b', '3|3|same|c', '4||removed|PORT=8080', '|4|added|PORT=8081', '5|5|same|d', '6|6|same|e'],
    ])
  })

  it('cuts what lies far apart into pieces', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    const changed = lines.with(0, 'first').with(19, 'last')
    expect(diffLines(lines.join('\n'), changed.join('\n')).map((piece) => piece.length)).toEqual([4, 4])
  })

  it('is nothing for the same text', () => {
    expect(diffLines('a\nb', 'a\nb\n')).toEqual([])
  })

  it('leads from any text to any other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const all = diffLines(before.join('\n'), after.join('\n')).flat()
        const added = all.flatMap(({ kind, after: at }) => (kind === 'added' ? [at] : []))
        const removed = all.flatMap(({ kind, before: at }) => (kind === 'removed' ? [at] : []))
        const kept = withoutEnd(before).filter((_, index) => !removed.includes(index + 1))
        expect(kept).toEqual(withoutEnd(after).filter((_, index) => !added.includes(index + 1)))
      }),
    )
  })
})

/** As lines of a file count: the last line break ends a line and begins none. */
function withoutEnd(lines: readonly string[]): readonly string[] {
  const counted = lines.join('\n').split('\n')
  return counted.at(-1) === '' ? counted.slice(0, -1) : counted
}
