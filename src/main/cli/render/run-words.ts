import { environmentName } from '../../../shared/environment-words.ts'
import { describeGpuStep } from '../../../shared/gpu-words.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import { describeReplace } from '../../../shared/update-words.ts'
import { describeRecipe } from '../../../shared/host-words.ts'
import type { RunRequest } from '../../../shared/contract.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatList, formatServiceRef } from '../../../shared/format.ts'
import type { Plan, Step } from '../../../shared/plan.ts'
import { runWords } from '../../../shared/run-words.ts'
import { describeSecrets } from '../../../shared/secrets-words.ts'

/** What a run does, as the head of a picture: `Starting data of northlight (environment dev)`. */
export function describeRun(plan: Plan, request: Pick<RunRequest, 'targets' | 'appsOnly'>): string {
  const targets = request.targets ?? []
  const apps = request.appsOnly ? ['the apps'] : targets
  const what = apps.length > 0 ? `${formatList(apps, 3)} of ${plan.lab.name}` : plan.lab.name
  if (plan.kind === 'switch')
    return `${runWords.switch.doing} ${what} to ${environmentName(plan.environment)}`
  const environment = plan.environment === null ? '' : ` (environment ${plan.environment})`
  return `${runWords[plan.kind].doing} ${what}${environment}`
}

/** A step in words: `pull images for data/db and data/web`. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'network':
      return `create network ${step.network}`
    case 'pull':
      return `pull images for ${formatServices(step.services)}`
    case 'build':
      return `build images for ${formatServices(step.services)}`
    case 'create':
      return `create containers for ${formatServices(step.services)}`
    case 'start':
      return `start ${formatServices([step.service])}`
    case 'replace':
      return `replace ${formatServices([step.service])}: ${describeReplace(step)}`
    case 'lease':
      return `prepare the host for ${formatServices([step.service])}: ${describeRecipe(step.recipe)}`
    case 'release':
      return `give the host back after ${formatServices([step.service])}`
    case 'gpu':
      return describeGpuStep(step)
    case 'stop':
      return `stop ${formatServices([step.service])}`
    case 'remove':
      return `remove ${formatServices([step.service])}`
    case 'secrets':
      return `fetch ${describeSecrets(step)}`
    case 'hook':
      return `run the ${describeHook(step)}`
    case 'remove-networks':
      return `remove networks of ${step.project}`
  }
}

function formatServices(services: readonly ServiceRef[]): string {
  return formatList(services.map(formatServiceRef), 3)
}
