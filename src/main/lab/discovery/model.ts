/** A file that was seen and left out, or something about it that the operator should know. `file` is absolute. */
export interface Note {
  readonly file: string
  readonly why: string
}

/** One service as a single file writes it; nothing is resolved. */
export interface WrittenService {
  readonly name: string
  /** An image, a provider, or another service that it extends. */
  readonly hasImage: boolean
  /** `partial`: a build that names no context, like a target only. */
  readonly build: 'none' | 'partial' | 'whole'
  /** Services that must be there; those with `required: false` are left out. */
  readonly dependsOn: readonly string[]
  readonly profiles: readonly string[]
  readonly networks: readonly string[]
  /** Named volumes that it mounts. */
  readonly volumes: readonly string[]
  /** Env files that must exist, as written. */
  readonly envFiles: readonly string[]
  /** Relative paths that Compose resolves from the project's folder, as written. */
  readonly paths: readonly string[]
}

/** A Compose file as it is written, before Compose merges and resolves anything. Paths are absolute. */
export interface WrittenFile {
  readonly path: string
  /** Whether it says nothing at all. */
  readonly isEmpty: boolean
  /** The top-level `name`, with its variables. */
  readonly name: string | null
  readonly services: readonly WrittenService[]
  readonly networks: readonly { readonly key: string; readonly name: string | null }[]
  readonly volumes: readonly string[]
  /** Files under `include`. */
  readonly includes: readonly string[]
  /** Files that services extend. */
  readonly extended: readonly string[]
  /** Variables that must be set, and whether an empty value is refused as well. */
  readonly requiredVariables: readonly { readonly name: string; readonly refusesEmpty: boolean }[]
}

/** A file that is not complete in its folder's default way of running, but may go on top of that. */
export interface Candidate {
  readonly path: string
  /** What stands between `docker-compose.` and `.yml`. */
  readonly word: string
}

/** A folder with Compose files, and the part that each plays by its name. Paths are absolute. */
export interface ComposeFolder {
  readonly dir: string
  /** What `docker compose` takes first in this folder; null when no file has a default name. */
  readonly base: string | null
  /** What Compose lays over the base unasked: the override file, or the rest of COMPOSE_FILE. */
  readonly extra: readonly string[]
  readonly candidates: readonly Candidate[]
  /** Whether COMPOSE_FILE names the base and the extra files. */
  readonly isGiven: boolean
  /** Values of the folder's env files under those of the shell. */
  readonly variables: ReadonlyMap<string, string>
  /** Env files to name explicitly; empty: Compose's own default. */
  readonly envFiles: readonly string[]
}

/** Files that other files can be laid over, and what of them an explicit list of files drops. */
export interface Host {
  readonly files: readonly string[]
  readonly leavesOut: readonly string[]
}

/** A file that changes a host; `under` are those that must lie between. */
export interface Overlay extends Candidate {
  readonly host: Host
  readonly under: readonly string[]
  readonly why: string
}

/** A folder with Compose's answers about its files. */
export interface JudgedFolder extends ComposeFolder {
  /** Files with different services that are one project together, in order; null when the folder is not split. */
  readonly split: readonly Candidate[] | null
  readonly splitWhy: string
  readonly alone: readonly (Candidate & { readonly why: string })[]
  readonly overlays: readonly Overlay[]
}

/** A stack on its way: everything but its place among the others. */
export interface Draft {
  readonly name: string
  /** What tells it from another of the same name. */
  readonly qualifier: string
  /** Drafts with the same key stand on one project. */
  readonly projectKey: string
  /** A name that the layout gives the project; null: the one that Compose chooses. */
  readonly projectName: string | null
  readonly folder: JudgedFolder
  /** The files of the project, in merge order; the first one says the project's folder. */
  readonly files: readonly string[]
  readonly ownFiles: readonly string[]
  readonly services: readonly string[] | null
  readonly isAlternative: boolean
  /** The name that says that others stand on it; null when a switch may stop it. */
  readonly alwaysOnBy: string | null
  readonly autoStart: boolean
  readonly order: number
  readonly overlays: readonly Overlay[]
  readonly why: string
}
