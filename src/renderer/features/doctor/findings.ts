import type { Finding } from '../../../shared/doctor.ts'
import type { Problem } from '../../../shared/errors.ts'

/** A report in the order in which it is read: what stops a start, what may, and what is fine. */
export interface SortedFindings {
  readonly errors: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly passed: readonly Finding[]
  /** Those with a fix, in the same order. */
  readonly fixable: readonly Finding[]
}

/** Puts files that the page itself knows to be unreadable in front of what the doctor found, each once. */
export function sortFindings(findings: readonly Finding[], problems: readonly Problem[]): SortedFindings {
  const errors = findings.filter(({ level }) => level === 'error')
  const unknown = problems.filter(
    ({ message, place }) =>
      !errors.some((error) => error.message.endsWith(message) && error.place?.file === place?.file),
  )
  const own = unknown.map((problem, index): Finding => ({
    id: `files-now:${index}`,
    check: 'files-now',
    level: 'error',
    message: problem.message,
    ...(problem.place ? { place: problem.place } : {}),
    ...(problem.hint ? { advice: problem.hint } : {}),
  }))
  const warnings = findings.filter(({ level }) => level === 'warning')
  const worst = errors.toSorted((a, b) => weightOf(a) - weightOf(b))
  const sorted = { errors: [...own, ...worst], warnings }
  return {
    ...sorted,
    passed: findings.filter(({ level }) => level === 'ok'),
    fixable: [...sorted.errors, ...warnings].filter(({ fix }) => fix !== undefined),
  }
}

/** Without an engine or Compose nothing else can be judged. */
function weightOf({ check }: Finding): number {
  return check === 'engine' ? 0 : check === 'compose' ? 1 : 2
}

/** Whether the engine is why nothing works. */
export function isEngineDown(finding: Finding): boolean {
  return finding.check === 'engine' && finding.level === 'error'
}
