import type { GpuClaim } from '../../shared/gpu.ts'

/** A service that has a claim and runs, or is about to. */
export interface Holder {
  /** `stack/service`. */
  readonly key: string
  readonly claim: GpuClaim
  /** It can be asked to give the memory back, so it takes it when it is used and not for as long as it runs. */
  readonly canUnload: boolean
  readonly isAlwaysOn: boolean
  /** Ids of its containers that run. */
  readonly containers: readonly string[]
  /** It still starts: what it has now says nothing about what it will have. */
  readonly isStarting: boolean
  /** It has agreed to unload. Counts only where nobody tells what it has. */
  readonly hasUnloaded?: boolean
}

/** What somebody has of a GPU who has no claim, as a person calls them. */
export interface Stranger {
  readonly name: string
  readonly bytes: number
}

/** What a holder takes of one GPU. */
export interface Share {
  readonly holder: Holder
  /** What counts as taken; null for the whole GPU. */
  readonly heldBytes: number | null
  /** What it has there; null when nobody tells. */
  readonly measuredBytes: number | null
  /** It has given its memory back: only what it has counts. */
  readonly isIdle: boolean
}

/** One GPU with everybody on it. */
export interface GpuRoom {
  readonly index: number
  /** Like `GPU 0 (NVIDIA GeForce RTX 4090)`. */
  readonly title: string
  /** Null when it cannot be read. */
  readonly totalBytes: number | null
  readonly shares: readonly Share[]
  /** Largest first. */
  readonly strangers: readonly Stranger[]
}

/** Whether a claim can have its part of a GPU now. */
export type Verdict =
  /** `isGuess`: sizes cannot be told, so nobody knows. */
  | { readonly kind: 'fits'; readonly device: number; readonly isGuess: boolean }
  | {
      readonly kind: 'waits'
      readonly room: GpuRoom
      /** Who must give back for it to fit, the fewest; those that are larger first. */
      readonly holders: readonly Share[]
      /** Named when the holders alone are not enough. */
      readonly strangers: readonly Stranger[]
    }
  /** Whatever ends, it will not fit; as a sentence. */
  | { readonly kind: 'never'; readonly reason: string }
