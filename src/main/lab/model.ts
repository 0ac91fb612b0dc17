import type { AlertKind } from '../../shared/alert-words.ts'
import type { GpuClaim } from '../../shared/gpu.ts'
import type { Recipe } from '../../shared/host.ts'
import type { Layer, Link } from '../../shared/lab.ts'
import type { ReadinessCheck } from '../../shared/plan.ts'
import type { ComposeProject } from '../compose/model.ts'
import type { ContainerActions, Hook, Script, ServiceScripts } from './scripts/model.ts'

/** What `switchyard.yaml` may say about one service. Times in milliseconds. */
export interface ServiceSettings {
  readonly check?: ReadinessCheck
  readonly timeoutMs?: number
  readonly graceMs?: number
  readonly retries?: number
  readonly recipe?: RecipeSettings
  readonly gpu?: GpuSettings
  readonly scripts?: ServiceScripts
  readonly heal?: HealSettings
  /** Alerts that nobody is told of. */
  readonly silent?: 'all' | readonly AlertKind[]
}

/** Restarts it when it has been unhealthy for so long, at most so often within an hour. */
export interface HealSettings {
  readonly afterMs: number
  readonly atMost: number
}

/** What it needs of a GPU, and how it is asked to give that back; null when it cannot be asked. */
export interface GpuSettings {
  readonly claim: GpuClaim
  readonly unload: GpuUnload | null
}

/** A call of the operator after which a service has no model loaded, and runs on. */
export type GpuUnload =
  | {
      readonly kind: 'http'
      readonly url: string
      readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
      readonly body: string | null
      readonly timeoutMs: number
    }
  | { readonly kind: 'program'; readonly script: Script; readonly timeoutMs: number }

/** A recipe as the lab asks for it; without a limit of its own it takes that of the service. */
export type RecipeSettings = Omit<Recipe, 'limitMs'> & { readonly limitMs: number | null }

/** Files, env files and profiles that an environment lays over a stack. */
export interface StackEnvironment {
  readonly name: string
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
  readonly profiles: readonly string[]
  /** Project name in this environment, when it is not the stack's own. */
  readonly project: string | null
  /** Files of the stack that do not belong here: what Compose lays over the base only when no file is named. */
  readonly leavesOut?: readonly string[]
}

export interface Stack {
  readonly name: string
  readonly project: ComposeProject
  /** The files that made this a stack of its own; a subset of the project's files. */
  readonly ownFiles: readonly string[]
  /** Service names when the project holds several stacks; null: every service of the project. */
  readonly services: readonly string[] | null
  readonly alwaysOn: boolean
  readonly autoStart: boolean
  /** Position that the layout gives, from 0; equal positions start together. */
  readonly order: number
  /** Stacks that must be ready first, from `switchyard.yaml`. */
  readonly needs: readonly string[]
  readonly environments: readonly StackEnvironment[]
  readonly links: readonly Link[]
  readonly settings: ReadonlyMap<string, ServiceSettings>
  /** Programs around its start and stop. */
  readonly hooks?: readonly Hook[]
  /** The Compose file from which the stack's own were taken, in a checkout of its project; absolute. */
  readonly upstream?: { readonly file: string }
  /** Why discovery made this a stack, in one sentence. */
  readonly why: string
}

/** A lab as files describe it; Compose has not resolved the services yet. */
export interface Lab {
  readonly name: string
  readonly dir: string
  readonly configFile: string | null
  /** The environment that was asked for and is already laid over the stacks; null for the plain files. */
  readonly environment: string | null
  /** The lab without that environment; only where one is laid over it. */
  readonly plain?: Lab
  readonly stacks: readonly Stack[]
  readonly layers: readonly Layer[]
  readonly notes: readonly { readonly file: string; readonly why: string }[]
  /** Programs around everything that a run starts or stops. */
  readonly hooks?: readonly Hook[]
  /** What files called `container_actions.yaml` say. */
  readonly containerActions?: ContainerActions
  /** The one Compose file that its stacks were before, when Switchyard split it. Paths are absolute. */
  readonly splitFrom?: {
    readonly file: string
    readonly project: string
    readonly envFiles: readonly string[]
    readonly profiles: readonly string[]
  }
  /** Networks that the lab creates before anything else, besides those that Compose files call external. */
  readonly networks: readonly string[]
}
