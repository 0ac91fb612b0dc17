import type { z } from 'zod'
import type { runRequestSchema } from '../../../shared/contract.ts'
import { SwitchyardError, errorFromProblems } from '../../../shared/errors.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { LabModel } from '../facts/lab-model.ts'
import { planBuild } from './plan-build.ts'
import { planRestart } from './plan-restart.ts'
import { type PlanFacts, planStart } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { planSwitch } from './plan-switch.ts'
import { planUpdate, type UpdateKnowledge } from './plan-update.ts'
import { checkAlwaysOn, isWholeLab, readTargets, type Targets } from './select-targets.ts'

const nothingNewer: UpdateKnowledge = { facts: new Map(), goBackTo: null }

/** The plan for a request. Pure. Throws SwitchyardError for everything that forbids it. */
export function planRun(
  facts: PlanFacts,
  request: z.output<typeof runRequestSchema>,
  knowledge: UpdateKnowledge = nothingNewer,
): Plan {
  const { model } = facts
  const targets = readTargets(model, request, facts.snapshot.containers)
  checkAlwaysOn(model, targets, request)
  const { appsOnly, includeAlwaysOn, timeoutMs, retries, clean, replacesGpu = false } = request
  switch (request.kind) {
    case 'start':
      refuseBroken(model, targets, appsOnly)
      return planStart(facts, { targets, appsOnly, timeoutMs, retries, replacesGpu })
    case 'restart':
      refuseBroken(model, targets, false)
      if (clean && isWholeLab(targets)) throw cleanOfEverything
      return planRestart(facts, {
        targets,
        appsOnly,
        timeoutMs,
        retries,
        clean,
        replacesGpu,
        includeAlwaysOn: includeAlwaysOn && !appsOnly,
      })
    case 'build':
      refuseBroken(model, targets, false)
      return planBuild(model, { targets, ...request.build })
    case 'switch':
      refuseBroken(model, targets, false)
      return planSwitch(
        { ...facts, environments: facts.environments ?? [model] },
        { targets, appsOnly: false, timeoutMs, retries, replacesGpu, includeAlwaysOn },
      )
    case 'stop':
    case 'down': {
      const plan = planStop(facts, {
        targets,
        includeAlwaysOn: includeAlwaysOn && !appsOnly,
        remove: request.kind === 'down',
        anonymousVolumes: request.anonymousVolumes ?? false,
      })
      return { ...plan, warnings: [...plan.warnings, ...tellBroken(model)] }
    }
    case 'update': {
      const { build = true, putBack = true } = request.update ?? {}
      const plan = planUpdate(facts, knowledge, { targets, includeAlwaysOn, timeoutMs, build, putBack })
      return { ...plan, warnings: [...plan.warnings, ...(isWholeLab(targets) ? tellBroken(model) : [])] }
    }
  }
}

const cleanOfEverything = new SwitchyardError('USAGE', 'A clean restart is not for a whole lab.', {
  hint: 'Name the services or stacks whose containers are made anew.',
})

function tellBroken({ broken }: LabModel): string[] {
  return [...broken].map(([stack, error]) => `Stack ${stack} is left alone: ${error.message}`)
}

/** A whole lab starts only when all that would start can be read; a named stack does not care about its neighbours. */
function refuseBroken(model: LabModel, targets: Targets, appsOnly: boolean): void {
  if (!isWholeLab(targets)) return
  const wanted = model.lab.stacks.filter(({ autoStart, alwaysOn }) => autoStart && !(appsOnly && alwaysOn))
  const problems = wanted.flatMap(({ name }) => model.broken.get(name)?.problems ?? [])
  if (problems.length > 0) throw errorFromProblems(problems)
}
