import { formatMoment } from '../../../shared/format.ts'
import type { KnownLab } from '../../../shared/lab.ts'
import { line, type Line } from './line.ts'
import { alignColumns } from './table.ts'

/** Labs with their folders and when they were last used. */
export function renderLabs(labs: readonly KnownLab[], nowMs: number): Line[] {
  if (labs.length === 0) return [line('No labs yet. Run `switchyard up` in a folder with Compose files.')]
  const heading = ['LAB', 'FOLDER', 'LAST USED'].map((text) => line(text, 'quiet'))
  const rows = labs.map((lab) => [
    line(lab.name),
    line(lab.dir),
    line(formatMoment(Date.parse(lab.lastUsedAt), nowMs)),
  ])
  return alignColumns([heading, ...rows])
}
