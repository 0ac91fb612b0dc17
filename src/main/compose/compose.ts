import type { ComposeProject, ResolvedProject } from './model.ts'

export interface ComposeResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Options of one call. The working directory is the project's. */
export interface ComposeCall {
  readonly signal?: AbortSignal
  /** What it reads as `--file -`. */
  readonly input?: string
}

/** The only door to `docker compose`. */
export interface Compose {
  /** Compose's version, like `2.40.3`. Throws COMPOSE_MISSING. */
  version(): Promise<string>
  /** Runs any verb; arguments come from the builders in `arguments.ts`. Never throws for an exit code. */
  run(args: readonly string[], options: { readonly cwd: string } & ComposeCall): Promise<ComposeResult>
  /** The whole project as Compose resolves it. Throws COMPOSE_FILE_INVALID with Compose's reason and the place. */
  resolve(project: ComposeProject): Promise<ResolvedProject>
  /**
   * The configuration hashes, by service, when these are the containers (ids, by service) in which others live. What Compose
   * refuses has none.
   */
  hashJoining(
    project: ComposeProject,
    containers: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>>
  /**
   * Asks Compose whether these files make a complete project together.
   * Null: yes. Otherwise Compose's own reason, in one sentence.
   */
  validate(project: ComposeProject): Promise<string | null>
}
