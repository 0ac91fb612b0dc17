import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { LabView } from '../../../shared/lab.ts'
import type { Plan } from '../../../shared/plan.ts'
import { readAsked } from '../../../shared/run-title.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { useLabPart } from '../../bridge/use-bridge.tsx'

/** Asks for the same again, and goes to the new run when it has begun. */
export function useRunAgain(
  plan: Plan,
  lab: LabView | null,
): { readonly runAgain: () => void; readonly isAsked: boolean } {
  const runs = useRunActions()
  const asked = useAsked()
  const ongoing = useLabPart(({ state }) => state?.runs)
  const [, navigate] = useLocation()
  /** Runs that went on when it was asked; null when it was not. */
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null)
  const isAsked = before !== null && asked.size > 0
  const next = before === null ? undefined : ongoing?.find(({ id }) => !before.has(id))

  useEffect(() => {
    if (next && isAsked) navigate(runPath(next.id))
  }, [next, isAsked, navigate])

  const runAgain = () => {
    const { kind, scope, targets } = readAsked(plan, lab)
    setBefore(new Set(ongoing?.map(({ id }) => id)))
    if (kind === 'switch') runs.switchTo(plan.environment)
    else if (scope === 'apps') runs.switchApps(kind === 'start')
    else if (kind === 'build') {
      const command = plan.steps.flatMap((step) => step.command)
      runs.build(targets, { noCache: command.includes('--no-cache'), pullBase: command.includes('--pull') })
    } else runs[kind](targets)
  }
  return { runAgain, isAsked }
}
