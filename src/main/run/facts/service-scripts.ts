import { relative } from 'node:path'
import type { Problem } from '../../../shared/errors.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { Lab, RecipeSettings, ServiceSettings, Stack } from '../../lab/model.ts'
import type { ContainerAction, Script } from '../../lab/scripts/model.ts'
import type { ResolvedService } from '../../compose/model.ts'
import type { LabModel, LabService } from './lab-model.ts'

const defaultStopMs = 5 * 60_000

/** The name that Compose gives the first container of a service. */
export function containerName(
  { project }: Pick<Stack, 'project'>,
  { name, containerName: given }: ResolvedService,
): string {
  return given ?? `${project.name}-${name}-1`
}

/** Settings with what `container_actions.yaml` says of the service's container, where `switchyard.yaml` says nothing. */
export function withContainerAction(
  { containerActions }: Lab,
  stack: Stack,
  service: ResolvedService,
  settings: ServiceSettings,
): ServiceSettings {
  const name = containerName(stack, service)
  const action = containerActions?.actions.find(({ container }) => container === name)
  if (!action) return settings
  const own = settings.scripts
  const isReplaced = replacesStart(action, settings)
  return {
    ...settings,
    ...(isReplaced && !settings.recipe ? { recipe: action.recipe } : {}),
    scripts: {
      start: isReplaced ? false : (own?.start ?? action.start),
      stop: own?.stop ?? action.stop,
      timeoutMs: own?.timeoutMs ?? action.timeoutMs,
      description: own?.description ?? action.description,
    },
  }
}

/** Whether a recipe does what the start script would: it prepares the host itself, and nobody says that it shall be run. */
function replacesStart<Action extends Pick<ContainerAction, 'recipe'>>(
  action: Action,
  { scripts }: ServiceSettings,
): action is Action & { readonly recipe: RecipeSettings } {
  return action.recipe !== null && (scripts?.start ?? null) === null
}

/** Start scripts whose place a recipe takes, in sentences for the plan. */
export function tellReplacedScripts({ lab }: LabModel, services: readonly LabService[]): string[] {
  return services.flatMap(({ key, stack, service, settings }) => {
    const name = containerName(stack, service)
    const action = lab.containerActions?.actions.find(({ container }) => container === name)
    if (!action?.recipe || !action.start || settings.scripts?.start !== false || !settings.recipe) return []
    const script = relative(lab.dir, action.start.command[0] ?? '')
    return [
      `${key}: ${script} prepares the host itself; Switchyard does that as a recipe instead, starts the container, and gives the host back. To run the script all the same, name it under \`scripts\` in switchyard.yaml.`,
    ]
  })
}

/** The start of a service that has a script for it: at least as patient as the script. Pure. */
export function startByScript(
  step: StepOf<'start'>,
  { settings }: LabService,
  options: { readonly dir: string; readonly timeoutMs: number | null },
): StepOf<'start'> {
  const start = settings.scripts?.start
  if (!start) return step
  const ownMs = settings.scripts?.timeoutMs ?? null
  // A limit that the operator gives for this run holds for the script as well.
  const timeoutMs = options.timeoutMs ?? Math.max(step.timeoutMs, ownMs ?? 0)
  return {
    ...step,
    via: 'script',
    command: [...start.command],
    timeoutMs,
    script: {
      dir: options.dir,
      timeoutMs: Math.min(ownMs ?? timeoutMs, timeoutMs),
      description: settings.scripts?.description ?? null,
    },
  }
}

/** The same for its stop. */
export function stopByScript(step: StepOf<'stop'>, { settings }: LabService, dir: string): StepOf<'stop'> {
  const stop = settings.scripts?.stop
  if (!stop) return step
  return {
    ...step,
    via: 'script',
    command: [...stop.command],
    script: {
      dir,
      timeoutMs: settings.scripts?.timeoutMs ?? defaultStopMs,
      description: settings.scripts?.description ?? null,
    },
  }
}

/** What keeps scripts and hooks of a plan from being run, with where they are asked for. */
export function findScriptProblems(
  { lab }: LabModel,
  steps: readonly { readonly kind: string; readonly via?: string }[],
  services: readonly { readonly service: LabService; readonly action: 'start' | 'stop' }[],
  hooks: readonly Script[],
): Problem[] {
  const own = services.flatMap(({ service, action }) => service.settings.scripts?.[action] || [])
  const isConcerned = steps.some(({ kind }) => kind === 'start' || kind === 'stop')
  return [
    ...(isConcerned ? (lab.containerActions?.problems ?? []) : []),
    ...[...own, ...hooks].flatMap(({ problem }) => problem ?? []),
  ]
}

/** Names in `container_actions.yaml` that no service of the lab has. */
export function findUnknownContainers({ lab, services, broken }: LabModel): string[] {
  if (broken.size > 0) return []
  const known = new Set(services.map(({ stack, service }) => containerName(stack, service)))
  return (lab.containerActions?.actions ?? [])
    .filter(({ container }) => !known.has(container))
    .map(
      ({ container, place }) =>
        `${place.file}:${place.line ?? 1} has scripts for the container ${container}, which no service of this lab has.`,
    )
}
