import type { z } from 'zod'
import type { runRequestSchema } from '../../shared/contract.ts'
import { errorFromProblems } from '../../shared/errors.ts'
import type { Plan } from '../../shared/plan.ts'
import type { LabModel } from './lab-model.ts'
import { planRestart } from './plan-restart.ts'
import { type PlanFacts, planStart } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { checkAlwaysOn, isWholeLab, parseTargets, type Targets } from './select-targets.ts'

/** The plan for a request. Pure. Throws SwitchyardError for everything that forbids it. */
export function planRun(facts: PlanFacts, request: z.output<typeof runRequestSchema>): Plan {
  const { model } = facts
  const targets = parseTargets(model, request.targets)
  const { appsOnly, includeAlwaysOn, timeoutMs, replacesGpu = false } = request
  switch (request.kind) {
    case 'start':
      refuseBroken(model, targets, appsOnly)
      return planStart(facts, { targets, appsOnly, timeoutMs, replacesGpu })
    case 'restart':
      refuseBroken(model, targets, false)
      checkAlwaysOn(model, targets, includeAlwaysOn)
      return planRestart(facts, {
        targets,
        appsOnly,
        timeoutMs,
        replacesGpu,
        includeAlwaysOn: includeAlwaysOn && !appsOnly,
      })
    case 'stop':
    case 'down': {
      checkAlwaysOn(model, targets, includeAlwaysOn)
      const plan = planStop(facts, {
        targets,
        includeAlwaysOn: includeAlwaysOn && !appsOnly,
        remove: request.kind === 'down',
      })
      const warnings = [...model.broken].map(
        ([stack, error]) => `Stack ${stack} is left alone: ${error.message}`,
      )
      return { ...plan, warnings: [...plan.warnings, ...warnings] }
    }
  }
}

/** A whole lab starts only when all that would start can be read; a named stack does not care about its neighbours. */
function refuseBroken(model: LabModel, targets: Targets, appsOnly: boolean): void {
  if (!isWholeLab(targets)) return
  const wanted = model.lab.stacks.filter(({ autoStart, alwaysOn }) => autoStart && !(appsOnly && alwaysOn))
  const problems = wanted.flatMap(({ name }) => model.broken.get(name)?.problems ?? [])
  if (problems.length > 0) throw errorFromProblems(problems)
}
