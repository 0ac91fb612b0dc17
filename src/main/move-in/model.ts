/** A service as one Compose file writes it, with anchors and merge keys followed. */
export interface WrittenService {
  readonly name: string
  readonly image: string | null
  readonly dependsOn: readonly string[]
  readonly links: readonly { readonly service: string; readonly alias: string | null }[]
  /** Services that it cannot be parted from, with the key that says so. */
  readonly together: readonly { readonly service: string; readonly key: string }[]
  /** Names of networks in the file; `default` where it names none. */
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
  readonly configs: readonly string[]
  readonly secrets: readonly string[]
  readonly envFiles: readonly string[]
  readonly profiles: readonly string[]
  readonly usesGpu: boolean
}

/** Services that become one stack, in the order of the file. */
export interface Group {
  readonly name: string
  readonly services: readonly { readonly service: WrittenService; readonly why: string }[]
}

/** Where the file of a group goes, and what its project is called. */
export interface GroupTarget {
  readonly group: Group
  /** Absolute. */
  readonly file: string
  readonly project: string
}
