import type { History } from '../store/history.ts'
import { findOpenRun } from '../store/find-open-run.ts'

/** The run that works on a lab now, in whichever process. */
export interface RunSight {
  /** Its id; null when there is none. */
  runOf(dir: string): string | null
  /** Whether it works on this service. */
  worksOn(dir: string, ref: { readonly stack: string; readonly service: string }): boolean
}

/** What a run works on is known from its plan, which does not change. */
export function createRunSight(history: Pick<History, 'listRuns' | 'readPlan'>, stateDir: string): RunSight {
  let known: { readonly id: string; readonly services: ReadonlySet<string> } | null = null

  function servicesOf(id: string): ReadonlySet<string> {
    if (known?.id === id) return known.services
    const plan = history.readPlan(id)
    // A build touches no container.
    const steps = plan?.kind === 'build' ? [] : (plan?.steps ?? [])
    const services = new Set(
      steps.flatMap((step) => {
        if ('service' in step) return [`${step.service.stack}/${step.service.service}`]
        return 'services' in step ? step.services.map(({ stack, service }) => `${stack}/${service}`) : []
      }),
    )
    // It may not have been written yet.
    if (plan) known = { id, services }
    return services
  }

  /** A history that cannot be read tells of no runs. */
  function runOf(dir: string): string | null {
    try {
      return findOpenRun(history, stateDir, dir)?.run.id ?? null
    } catch {
      return null
    }
  }

  return {
    runOf,
    worksOn(dir, { stack, service }) {
      const id = runOf(dir)
      return id !== null && servicesOf(id).has(`${stack}/${service}`)
    },
  }
}
