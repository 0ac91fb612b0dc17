import type { Place } from '../../shared/errors.ts'
import type { ServiceOutline } from './outline.ts'

/**
 * One way of calling `docker compose`: a project name and everything that goes before the verb.
 * Several stacks can stand on one project. All paths are absolute, files are in merge order.
 */
export interface ComposeProject {
  /** Unique in the lab; stacks refer to it. */
  readonly key: string
  /** Compose project name, as Compose itself would choose it or as `switchyard.yaml` says. */
  readonly name: string
  /** Compose project directory. */
  readonly dir: string
  readonly files: readonly string[]
  /** In the order of `--env-file`; empty: Compose's own default (`.env` in `dir`). */
  readonly envFiles: readonly string[]
  /** Active profiles; `*` is never among them. */
  readonly profiles: readonly string[]
}

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully'

export interface Dependency {
  readonly service: string
  readonly condition: DependencyCondition
  readonly required: boolean
}

export interface PublishedPort {
  /** Host address; empty for all. */
  readonly address: string
  /** Host port; 0 when Docker chooses, the first of a range otherwise. */
  readonly port: number
  readonly target: number
  readonly protocol: string
}

/** By which names and ports a service is reached from others, and what its labels say of it. */
export interface ServiceReach {
  /** Those that a service may be found by or that make a link; never one that may hold a secret. */
  readonly labels: Readonly<Record<string, string>>
  /** By the engine's names. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[]
  /** Like `host` or `service:vpn`; null for networks. */
  readonly networkMode: string | null
  /** Ports that the file says it listens on, without publishing them. */
  readonly exposes: readonly number[]
  /** Ports that its own health check asks. */
  readonly checkPorts: readonly number[]
}

/**
 * What Switchyard keeps of a service that Compose resolved. Values of variables, commands and the like are left out
 * on purpose: this model is cached and shown, secrets must not be in it.
 */
export interface ResolvedService {
  readonly name: string
  readonly image: string | null
  readonly hasBuild: boolean
  readonly pullPolicy: string | null
  readonly containerName: string | null
  readonly profiles: readonly string[]
  readonly dependsOn: readonly Dependency[]
  /**
   * Services whose container it lives in (network, processes, volumes), or after whose replacement Compose starts it again: when
   * one of them is made anew, this one must be, too.
   */
  readonly follows: readonly string[]
  /** Of these, those in whose container it lives. Compose hashes the id of that container, so it is made anew with it. */
  readonly joins: readonly string[]
  /** Whether it has one that is not switched off. Its image can have one as well. */
  readonly healthCheck: boolean
  readonly ports: readonly PublishedPort[]
  readonly restart: string
  readonly scale: number
  /** Hooks, secrets, configs or a provider: things that only Compose does at start. */
  readonly startsByCompose: boolean
  readonly stopsByCompose: boolean
  readonly reach: ServiceReach
  /**
   * Compose's own hash of the configuration; label `com.docker.compose.config-hash` of an up-to-date container. Of one that joins
   * others, it is that only when their containers are known (`Compose.hashJoining`).
   */
  readonly configHash: string
  /** What tells environments apart, to show and to compare. */
  readonly outline: ServiceOutline
}

export interface UnsetVariable {
  readonly name: string
  /** The services whose part of a file mentions it; null when it stands outside of services. */
  readonly services: readonly string[] | null
  readonly place: Place | null
}

export interface ResolvedNetwork {
  readonly name: string
  readonly external: boolean
}

export interface ResolvedProject {
  readonly name: string
  /** All services, also those of profiles that are not active. */
  readonly services: readonly ResolvedService[]
  readonly networks: readonly ResolvedNetwork[]
  readonly volumes: readonly { readonly name: string; readonly external: boolean }[]
  /** Variables that are not set and have no default: Compose would replace them by nothing. */
  readonly unsetVariables: readonly UnsetVariable[]
}

/** A Compose file that was read, for finding the place that a message of Compose is about. */
export interface ReadFile {
  readonly file: string
  readonly text: string
}
