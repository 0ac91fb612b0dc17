import type { Recipe } from '../../../shared/host.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Step, StepOf } from '../../../shared/plan.ts'
import { leaseArguments } from '../../host/helper/lease-arguments.ts'
import { installedHelper } from '../../host/helper/paths.ts'
import type { RecipeSettings } from '../../lab/model.ts'
import type { LabService } from '../facts/lab-model.ts'

/** The helper needs room for the restoring itself. */
const slackMs = 60_000

/** A recipe with its time limit: its own, or what the service may take to get ready and a minute. */
export function completeRecipe(settings: RecipeSettings, timeoutMs: number): Recipe {
  const { until } = settings
  const lastsMs = until === 'ready' ? timeoutMs : until.forMs
  return { ...settings, limitMs: settings.limitMs ?? Math.min(lastsMs + slackMs, longestMs) }
}

const longestMs = 86_400_000

/**
 * What the host has to do for services that are heavy to load stands around their starts, unless something forbids that. Pure.
 */
export function addRecipes(
  steps: readonly Step[],
  services: readonly LabService[],
  noRecipes: string | null,
): { readonly steps: readonly Step[]; readonly warnings: readonly string[] } {
  const recipes = new Map(services.map(({ key, settings }) => [key, settings.recipe]))
  const warnings: string[] = []
  const all = steps.flatMap((step): readonly Step[] => {
    const key = step.kind === 'start' ? formatServiceRef(step.service) : ''
    const recipe = recipes.get(key)
    if (step.kind !== 'start' || !recipe) return [step]
    if (noRecipes === null) return recipeSteps(step, recipe)
    warnings.push(`${key} starts without its recipe. ${noRecipes}`)
    return [step]
  })
  return { steps: all, warnings }
}

/**
 * The two steps around a start that has a recipe: preparing the host takes the start's place behind its steps, and the start
 * comes after it. Pure.
 */
export function recipeSteps(
  start: StepOf<'start'>,
  settings: RecipeSettings,
): readonly [StepOf<'lease'>, StepOf<'start'>, StepOf<'release'>] {
  const { stack, service } = start.service
  const key = `${stack}/${service}`
  const recipe = completeRecipe(settings, start.timeoutMs)
  const lease: StepOf<'lease'> = {
    kind: 'lease',
    id: `lease:${key}`,
    after: start.after,
    service: start.service,
    recipe,
    command: [
      installedHelper,
      ...leaseArguments({ id: '<lease>', run: '<run>', recipe, label: key }, '<door>'),
    ],
  }
  const release: StepOf<'release'> = {
    kind: 'release',
    id: `release:${key}`,
    after: [start.id],
    service: start.service,
    // The helper gives the host back by itself when its input ends; this is the same by hand.
    command: ['switchyard', 'host', 'restore'],
  }
  return [lease, { ...start, after: [...start.after, lease.id] }, release]
}
