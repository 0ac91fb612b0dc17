/** What is shown of one container, beyond what a run needs. Times are ISO dates; null: never. */
export interface ContainerDescription {
  readonly id: string
  readonly name: string
  readonly imageId: string
  readonly isRunning: boolean
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly restartCount: number
  readonly exitCode: number
  readonly oomKilled: boolean
  /** The health command as Docker has it, like `['CMD', 'redis-cli', 'ping']`; empty for none. */
  readonly healthTest: readonly string[]
  /** The latest checks that Docker keeps, oldest first. */
  readonly health: readonly {
    readonly at: string
    readonly exitCode: number
    readonly output: string
    readonly elapsedMs: number
  }[]
  readonly networks: readonly {
    readonly name: string
    readonly aliases: readonly string[]
    /** Null while it does not run. */
    readonly address: string | null
  }[]
}

export interface ImageDescription {
  readonly id: string
  /** `name@sha256:…`; null for an image that was built here. */
  readonly digest: string | null
  readonly createdAt: string | null
  readonly sizeBytes: number
  /** Variables that it sets, as `NAME=value`. */
  readonly environment: readonly string[]
  readonly healthTest: readonly string[]
}
