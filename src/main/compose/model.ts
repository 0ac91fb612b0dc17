/** A service's health check as Compose resolves it. Times in milliseconds; Docker's defaults filled in. */
export interface HealthCheck {
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly startPeriodMs: number
  readonly retries: number
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
  readonly healthCheck: HealthCheck | null
  readonly ports: readonly PublishedPort[]
  readonly restart: string
  readonly scale: number
  /** Hooks, secrets, configs or a provider: things that only Compose does at start. */
  readonly startsByCompose: boolean
  readonly stopsByCompose: boolean
  /** Compose's own hash of the configuration; label `com.docker.compose.config-hash` of an up-to-date container. */
  readonly configHash: string
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
  /** Warnings of Compose that an operator should see, like variables that are not set. */
  readonly unsetVariables: readonly string[]
}
