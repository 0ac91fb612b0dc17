import type { Happening } from '../../shared/record.ts'
import type { EngineEvent } from '../engine/model.ts'

/** From (including) and to (excluding), in epoch milliseconds. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** One run of a health check, as the engine has noted it. */
export interface HealthCheck {
  readonly containerId: string
  readonly atMs: number
  readonly durationMs: number
  readonly exitCode: number
}

export interface HappeningQuery extends Span {
  readonly projects: readonly string[]
  /** Null or none for all of them. */
  readonly service?: string | null
  /** Of more than that the latest are answered. */
  readonly limit?: number
}

/** A stream of the engine's events, with what was asked of containers. */
export interface EventFeed {
  /** Returns the end of the subscription. */
  subscribe(listener: {
    onEvent(event: EngineEvent): void
    /** The engine answers again, so that events were missed before; or it does not answer any more. */
    onState(state: { readonly connected: boolean }): void
  }): () => void
  close(): void
}

/** What happened to every service, kept for weeks. Nothing here throws because of the file it is kept in. */
export interface ServiceRecord {
  /** Follows the engine from now on, until `dispose`. */
  follow(): void
  /**
   * Each happening as it comes, after it was kept; what was missed comes as soon as it is known, with the
   * time at which it happened. Returns the end of the subscription.
   */
  subscribe(listener: (happening: Happening) => void): () => void
  /**
   * What this program does by itself (auto-heal), kept like what the engine tells. Say `healed` before the
   * restart.
   */
  add(happening: Happening): void
  /** Oldest first. */
  list(query: HappeningQuery): readonly Happening[]
  /** Oldest first. */
  checks(query: { readonly project: string; readonly service: string }): readonly HealthCheck[]
  /** Null for a service of which none was seen. */
  latestCheck(query: { readonly project: string; readonly service: string }): HealthCheck | null
  /**
   * When the engine was really followed within the span, by whichever process, without overlaps and oldest
   * first; for a service without what had to be dropped of it. Nothing is known of the time between.
   */
  watched(span: Span, service?: { readonly project: string; readonly service: string }): readonly Span[]
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice(): string | null
  dispose(): Promise<void>
}
