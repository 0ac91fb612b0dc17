import type { z } from 'zod'
import type { runRequestSchema } from '../../shared/contract.ts'
import { SwitchyardError, errorFromProblems } from '../../shared/errors.ts'
import type { Plan } from '../../shared/plan.ts'
import type { LabModel } from './lab-model.ts'
import { planRestart } from './plan-restart.ts'
import { type PlanFacts, planStart } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { checkAlwaysOn, isWholeLab, narrowMatches, parseTargets, type Targets } from './select-targets.ts'

/** The plan for a request. Pure. Throws SwitchyardError for everything that forbids it. */
export function planRun(facts: PlanFacts, request: z.output<typeof runRequestSchema>): Plan {
  const { model } = facts
  const named = parseTargets(model, request.targets, facts.snapshot.containers)
  const targets = narrowMatches(model, named, request.kind === 'start' ? 'start' : 'stop')
  const { appsOnly, includeAlwaysOn, timeoutMs, retries, clean } = request
  switch (request.kind) {
    case 'start':
      refuseBroken(model, targets, appsOnly)
      return planStart(facts, { targets, appsOnly, timeoutMs, retries })
    case 'restart':
      refuseBroken(model, targets, false)
      if (clean && isWholeLab(targets)) throw cleanOfEverything
      checkAlwaysOn(model, targets, includeAlwaysOn)
      return planRestart(facts, {
        targets,
        appsOnly,
        timeoutMs,
        retries,
        clean,
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

const cleanOfEverything = new SwitchyardError('USAGE', 'A clean restart is not for a whole lab.', {
  hint: 'Name the services or stacks whose containers are made anew.',
})

/** A whole lab starts only when all that would start can be read; a named stack does not care about its neighbours. */
function refuseBroken(model: LabModel, targets: Targets, appsOnly: boolean): void {
  if (!isWholeLab(targets)) return
  const wanted = model.lab.stacks.filter(({ autoStart, alwaysOn }) => autoStart && !(appsOnly && alwaysOn))
  const problems = wanted.flatMap(({ name }) => model.broken.get(name)?.problems ?? [])
  if (problems.length > 0) throw errorFromProblems(problems)
}
