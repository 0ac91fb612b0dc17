import { environmentName } from '../../../shared/environment-words.ts'
import { describeGpuStep } from '../../../shared/gpu-words.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import { describeReplace } from '../../../shared/update-words.ts'
import { describeRecipe } from '../../../shared/host-words.ts'
import type { RunRequest } from '../../../shared/contract.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatList, formatServiceRef } from '../../../shared/format.ts'
import type { Plan, RunKind, Step } from '../../../shared/plan.ts'
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

/** The words of each kind of run. */
export const runWords: Readonly<
  Record<
    RunKind,
    {
      readonly asked: string
      readonly doing: string
      readonly did: string
      /** What a service is in the end. */
      readonly goal: 'ready' | 'stopped' | 'removed'
      readonly already: string
    }
  >
> = {
  start: { asked: 'Start', doing: 'Starting', did: 'Started', goal: 'ready', already: 'already running' },
  restart: {
    asked: 'Restart',
    doing: 'Restarting',
    did: 'Restarted',
    goal: 'ready',
    already: 'already running',
  },
  update: { asked: 'Update', doing: 'Updating', did: 'Updated', goal: 'ready', already: 'up to date' },
  stop: { asked: 'Stop', doing: 'Stopping', did: 'Stopped', goal: 'stopped', already: 'already stopped' },
  down: {
    asked: 'Take down',
    doing: 'Taking down',
    did: 'Took down',
    goal: 'removed',
    already: 'already down',
  },
  build: { asked: 'Build', doing: 'Building', did: 'Built', goal: 'ready', already: 'nothing is built here' },
  switch: {
    asked: 'Switch',
    doing: 'Switching',
    did: 'Switched',
    goal: 'ready',
    already: 'already as wanted',
  },
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
