import { line, type Line } from './line.ts'

/** One row of a picture that has to fit. */
export interface FrameRow {
  /** The lower, the later it is left out. */
  readonly rank: number
  readonly cells: readonly Line[]
  /** A row that keeps to no columns. */
  readonly free?: Line
}

/** What a picture leaves out, step by step, when the terminal is too small for all of it. */
export interface Density {
  readonly showsQuietServices: boolean
  readonly foldsQuietStacks: boolean
}

const densities: readonly Density[] = [
  { showsQuietServices: true, foldsQuietStacks: false },
  { showsQuietServices: false, foldsQuietStacks: false },
  { showsQuietServices: false, foldsQuietStacks: true },
]

/** The fullest picture that fits; when none does, the densest one cut by rank, with the number of rows that are missing. */
export function fitRows(build: (density: Density) => readonly FrameRow[], room: number): readonly FrameRow[] {
  let rows: readonly FrameRow[] = []
  for (const density of densities) {
    rows = build(density)
    if (rows.length <= room) return rows
  }
  const kept = new Set([...rows].sort((a, b) => a.rank - b.rank).slice(0, Math.max(0, room - 1)))
  const missing = rows.length - kept.size
  return [
    ...rows.filter((row) => kept.has(row)),
    { rank: 0, cells: [], free: line(`+ ${missing} more`, 'quiet') },
  ]
}
