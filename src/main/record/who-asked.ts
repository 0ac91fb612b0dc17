import type { Cause } from '../../shared/record.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'

/** The end of a run is noted a moment after its last step. */
const slackMs = 100
const mostRuns = 100

/** Whether it was a run, of whichever process, that asked for something in a Compose project at that time. */
export function createWhoAsked(
  history: Pick<History, 'runsAt' | 'readPlan' | 'listRuns'>,
  stateDir: string,
): (project: string, atMs: number) => Extract<Cause, 'run' | 'operator'> {
  const projectsOfRun = new Map<string, ReadonlySet<string>>()

  function projectsOf(runId: string): ReadonlySet<string> {
    const known = projectsOfRun.get(runId)
    if (known) return known
    const plan = history.readPlan(runId)
    if (!plan) return new Set()
    // A build asks nothing of a container.
    const steps = plan.steps.filter(({ kind }) => kind !== 'build')
    const projects = new Set(steps.flatMap((step) => ('project' in step ? [step.project] : [])))
    if (projectsOfRun.size >= mostRuns) projectsOfRun.clear()
    projectsOfRun.set(runId, projects)
    return projects
  }

  return (project, atMs) => {
    try {
      const isOfRun = history.runsAt(atMs, slackMs).some(({ id, lab, finishedAt }) => {
        if (!projectsOf(id).has(project)) return false
        // One that broke off has no end.
        return finishedAt !== null || findOpenRun(history, stateDir, lab.dir)?.run.id === id
      })
      return isOfRun ? 'run' : 'operator'
    } catch {
      // A history that cannot be read tells of no runs.
      return 'operator'
    }
  }
}
