import type { Place, Problem } from '../../../shared/errors.ts'
import type { HookMoment } from '../../../shared/plan.ts'
import type { RecipeSettings } from '../model.ts'

/** A program that the lab wants to be run as the operator; never a shell line. */
export interface Script {
  /** The program, by its absolute path or by its name on PATH, and its arguments. */
  readonly command: readonly string[]
  /** Why it cannot be run, with where it is asked for; null when it can. */
  readonly problem: Problem | null
}

/** Programs that start and stop one service. `false`: none, whatever `container_actions.yaml` says; null: nothing is said. */
export interface ServiceScripts {
  readonly start: Script | false | null
  readonly stop: Script | false | null
  readonly timeoutMs: number | null
  readonly description: string | null
}

/** A program around the start or stop of a stack, or of the whole lab. */
export interface Hook {
  readonly when: HookMoment
  readonly name: string | null
  readonly script: Script
  readonly timeoutMs: number
  readonly onFailure: 'abort' | 'continue'
}

/** What `container_actions.yaml` says of one container. */
export interface ContainerAction extends ServiceScripts {
  readonly container: string
  /** What its start script does to the host itself, as a recipe; null when it does nothing of that. */
  readonly recipe: RecipeSettings | null
  readonly place: Place
}

/** Everything that the files called `container_actions.yaml` say, and what is wrong with them. */
export interface ContainerActions {
  readonly actions: readonly ContainerAction[]
  readonly problems: readonly Problem[]
}
