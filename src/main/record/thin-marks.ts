import type { Mark } from '../../shared/record.ts'

/**
 * Of too many marks those that matter most; of those that matter alike, some from everywhere. Oldest first.
 * Pure.
 */
export function thinMarks(
  marks: readonly Mark[],
  most: number,
): { readonly marks: Mark[]; readonly leftOut: number } {
  let room = most
  const kept: Mark[] = []
  for (const rank of [0, 1, 2]) {
    const chosen = spread(
      marks.filter((mark) => rankOf(mark) === rank).sort((a, b) => a.atMs - b.atMs),
      room,
    )
    kept.push(...chosen)
    room -= chosen.length
  }
  return { marks: kept.sort((a, b) => a.atMs - b.atMs), leftOut: marks.length - kept.length }
}

function rankOf({ kind, tone }: Mark): number {
  if (tone === 'failed') return 0
  return kind === 'run' || kind === 'lease' || kind === 'healed' ? 1 : 2
}

/** The latest one is always among them. */
function spread(marks: readonly Mark[], most: number): readonly Mark[] {
  if (marks.length <= most) return marks
  return Array.from({ length: Math.max(0, most) }, (_, index) => {
    const place = Math.ceil(((index + 1) * marks.length) / most) - 1
    return marks[place]
  }).filter((mark) => mark !== undefined)
}
