import type { ContainerUsage, EngineEvent } from '../../engine/model.ts'

/** What a container uses at a second. Rates are since the sample before; null on its first one. */
export interface ContainerReading {
  readonly id: string
  readonly name: string
  /** As Compose has labelled it; null for what Compose has not made. */
  readonly project: string | null
  readonly service: string | null
  /** 1.5 is one and a half cores. */
  readonly cpuCores: number | null
  /** By the engine's own formula: all but the page cache that was not touched lately. */
  readonly memoryBytes: number | null
  /** Null without a limit. */
  readonly memoryLimitBytes: number | null
  /** Over its interfaces; null for a container in the network of the machine or of another container. */
  readonly networkInBytesPerS: number | null
  readonly networkOutBytesPerS: number | null
  readonly diskReadBytesPerS: number | null
  readonly diskWriteBytesPerS: number | null
  readonly pids: number | null
  /** What the rates are made of. */
  readonly counted: ContainerUsage
}

/** How containers are read, and why so, in words for a person. */
export interface SamplingWay {
  readonly kind: 'cgroup-v2' | 'cgroup-v1' | 'api'
  readonly why: string
}

export interface ContainerSampler {
  /** Of the containers that run now; it can change with them. */
  readonly way: SamplingWay
  /**
   * All running containers of the engine, whoever made them; without those that cannot be read at this moment. Cheap: meant to be
   * called once a second. Of an engine that is slow to answer, what has come in time. Never throws.
   */
  sample(): Promise<readonly ContainerReading[]>
  /** Closes every file and ends what is asked. */
  dispose(): Promise<void>
}

/** The engine's events, shared with whoever else listens. */
export interface ContainerFeed {
  state(): { readonly connected: boolean }
  /** Returns the end of the subscription. */
  subscribe(listener: {
    onEvent(event: EngineEvent): void
    /** The engine answers again, so that events were missed before; or it does not answer any more. */
    onState(state: { readonly connected: boolean }): void
  }): () => void
}
