import type { Phase, Row } from './rows.ts'

/** Whether two rows draw the same, although each event of a run makes them anew. */
export function isSameRow(a: Row, b: Row): boolean {
  return (
    a.key === b.key &&
    a.name === b.name &&
    a.state === b.state &&
    a.endMs === b.endMs &&
    a.expectedMs === b.expectedMs &&
    a.detail === b.detail &&
    a.phases.length === b.phases.length &&
    a.phases.every((phase, index) => isSamePhase(phase, b.phases[index]))
  )
}

function isSamePhase(a: Phase, b: Phase | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.fromMs === b.fromMs && a.toMs === b.toMs
}
