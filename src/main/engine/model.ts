import type { Duplex } from 'node:stream'
import type { ContainerDescription, ImageDescription } from './description.ts'
import type { EngineImages } from './images.ts'

/** Docker's container states. */
export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
export type ContainerHealth = 'starting' | 'healthy' | 'unhealthy'

/** A container that Compose made, as the engine lists it. */
export interface ContainerSummary {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly project: string
  readonly service: string
  /** Made by `docker compose run`; never part of a stack's state. */
  readonly isOneOff: boolean
  readonly state: ContainerState
  /** Null when it has no health check. */
  readonly health: ContainerHealth | null
  /** Of the last exit; null while it runs or before its first start. */
  readonly exitCode: number | null
  readonly configHash: string
  /** Compose files that made it, as Compose noted them. */
  readonly configFiles: readonly string[]
  /** Env files that Compose was given for it; none: its own default. */
  readonly envFiles: readonly string[]
  /** As it was named; an id once the name belongs to another image. */
  readonly image: string
  readonly imageId: string
  readonly ports: readonly {
    readonly address: string
    readonly port: number
    readonly target: number
    readonly protocol: string
  }[]
}

/** A container of the engine, whoever made it. */
export interface FoundContainer {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  readonly image: string
  readonly state: ContainerState
  /** As Compose has labelled it; null for what Compose has not made. */
  readonly project: string | null
  readonly service: string | null
  readonly labels: Readonly<Record<string, string>>
  readonly ports: ContainerSummary['ports']
  /** TCP ports that it listens on as its image or file says, published or not; empty while it does not run. */
  readonly exposes: readonly number[]
}

/** What the engine has, read once before a plan is made. */
export interface EngineSnapshot {
  readonly containers: readonly ContainerSummary[]
  readonly networks: ReadonlySet<string>
  /** Image references by tag and by digest, `name:tag` and `name@digest`. */
  readonly images: ReadonlySet<string>
  /** The id of the image that has a tag now, by `name:tag`. */
  readonly imageIds?: ReadonlyMap<string, string>
  /** Ports that containers outside any Compose project publish, by container name. */
  readonly otherPorts: readonly {
    readonly container: string
    readonly address: string
    readonly port: number
    readonly protocol: string
  }[]
}

/** One container in detail. */
export interface ContainerDetail {
  readonly id: string
  readonly name: string
  readonly state: ContainerState
  /** Number of its first process on the engine's machine; 0 while it does not run. */
  readonly pid: number
  readonly health: ContainerHealth | null
  readonly exitCode: number
  readonly startedAt: string
  /** Of its last end; the year 1 before there is one. */
  readonly finishedAt: string
  readonly restartCount: number
  readonly oomKilled: boolean
  readonly error: string
  /** The restart policy's name: `no`, `always`, `unless-stopped`, `on-failure`. */
  readonly restartPolicy: string
  readonly maximumRetryCount: number
  /** Of the image that it was made from. */
  readonly imageId: string
  /** ISO date of its making. */
  readonly createdAt: string
  /** The health command as Docker has it, like `['CMD', 'redis-cli', 'ping']`; empty for none. */
  readonly healthTest: readonly string[]
  readonly healthTimeoutMs: number
  /** Output of the latest health check that failed, as Docker kept it. */
  readonly healthOutput: string | null
  /** Shell of the image for CMD-SHELL; empty for Docker's default. */
  readonly shell: readonly string[]
  /** It was given an NVIDIA GPU, by request or by its runtime. */
  readonly hasNvidiaGpu: boolean
  /** What the list would say of it; null when Compose did not make it. */
  readonly summary: ContainerSummary | null
}

/** Where a running container is on the engine's machine. */
export interface ContainerProcess {
  readonly id: string
  readonly name: string
  /** As Compose has labelled it; null for what Compose has not made. */
  readonly project: string | null
  readonly service: string | null
  /** Number of its first process. */
  readonly pid: number
  /** It is in the network of the machine or of another container, so that its traffic is counted there. */
  readonly sharesNetwork: boolean
  readonly hasMemoryLimit: boolean
}

/** What a container uses, and has used since its start; null for what cannot be told. */
export interface ContainerUsage {
  /** When it was counted, in milliseconds of a clock that only counts itself. */
  readonly atMs: number
  /** Processor time, in nanoseconds. */
  readonly cpuNs: number | null
  /** In use as the engine says it: all but the page cache that was not touched lately. */
  readonly memoryBytes: number | null
  /** Null for none as well. */
  readonly memoryLimitBytes: number | null
  /** Over all its interfaces. */
  readonly networkInBytes: number | null
  readonly networkOutBytes: number | null
  readonly diskReadBytes: number | null
  readonly diskWriteBytes: number | null
  readonly pids: number | null
}

/** What the engine reports of a container. */
export type ContainerEvent =
  | { readonly kind: 'created' | 'started' | 'destroyed' | 'paused' | 'unpaused' | 'renamed' }
  | { readonly kind: 'died'; readonly exitCode: number }
  | { readonly kind: 'health'; readonly health: ContainerHealth }
  /** Only with `requests`: a signal was sent to it, also as the first step of a stop. */
  | { readonly kind: 'signalled'; readonly signal: number }
  /** Only with `requests`: a stop that somebody asked for has ended; told shortly before or after `died`. */
  | { readonly kind: 'stopped' }
  /** Only with `requests`: one of its processes was killed for lack of memory. */
  | { readonly kind: 'out of memory' }

export interface EngineEvent {
  readonly containerId: string
  /** Of the container; null when the engine does not say. */
  readonly name: string | null
  readonly project: string | null
  /** Null for what Compose did not make, and for a container of `docker compose run`. */
  readonly service: string | null
  /** When it happened, in epoch milliseconds of the engine's clock; null when the engine does not say. */
  readonly atMs: number | null
  readonly event: ContainerEvent
}

/** A line that a container printed. `at` is in nanoseconds; null when the engine does not know. */
export interface EngineLogLine {
  readonly stream: 'stdout' | 'stderr'
  readonly at: string | null
  readonly text: string
}

export interface EventOptions {
  /** What was asked of containers, and what they ran out of, too. */
  readonly requests?: boolean
  /** Before what comes, the events since then that the engine still has: of the latest 256 of all kinds. */
  readonly sinceMs?: number | null
}

export interface ExecResult {
  readonly exitCode: number
  /** Last part of what it printed. */
  readonly output: string
}

/** A command on a terminal of its own in a container. */
export interface TerminalRequest {
  readonly command: readonly string[]
  /** Environment variables besides the container's own. */
  readonly variables: Readonly<Record<string, string>>
  readonly columns: number
  readonly rows: number
}

export interface Terminal {
  /** What it prints, and what is typed into it. Its end is the end of the command; its destruction ends nothing. */
  readonly stream: Duplex
  resize(columns: number, rows: number): Promise<void>
  /** Once the stream has ended; null when the engine does not know. */
  exitCode(): Promise<number | null>
}

/** The only door to the engine's API. Every call throws ENGINE_UNREACHABLE when nobody answers. */
export interface Engine extends EngineImages {
  /** Where it is, for messages: a socket path or an address. */
  readonly address: string
  /** Whether it runs on this machine, so that its ports and files are this machine's. */
  readonly isLocal: boolean
  version(): Promise<{ readonly engine: string; readonly api: string }>
  /** Where it keeps images and volumes, on its own machine. */
  rootDir(): Promise<string>
  /**
   * Throws ENGINE_TOO_OLD for an engine that a run cannot work with. With `containersOnly`, networks and images are not
   * asked for and stay empty: a stop needs neither.
   */
  snapshot(options?: { readonly containersOnly?: boolean }): Promise<EngineSnapshot>
  /** Containers of these projects, by name; with `ids` only those of them. Never waits for a container's start or end. */
  listContainers(projects: readonly string[], ids?: readonly string[]): Promise<readonly ContainerSummary[]>
  /** All containers, whoever made them, running or not. */
  listEveryContainer(): Promise<readonly FoundContainer[]>
  /** Null when there is no such container. */
  inspect(id: string): Promise<ContainerDetail | null>
  /** Ids of all containers that run, whoever made them. */
  listRunning(): Promise<readonly string[]>
  /** Null when it does not run. */
  findProcess(id: string): Promise<ContainerProcess | null>
  /** What it uses, asked once; dear for the engine. Null when it does not run. `atMs` is the engine's clock. */
  readUsage(id: string, signal: AbortSignal): Promise<ContainerUsage | null>
  /** What is shown of a container; null when there is no such container. */
  describeContainer(id: string): Promise<ContainerDescription | null>
  /** An image by reference or id; null when the engine does not have it. */
  describeImage(reference: string): Promise<ImageDescription | null>
  /** False when it was running already. */
  start(id: string): Promise<boolean>
  /** Stops with the container's own signal and grace time; stopping what stands is no error. */
  stop(id: string): Promise<void>
  /** Stops and starts in one call, so that nothing stays down when this process ends in between. */
  restart(id: string): Promise<void>
  /** `force`: also while it runs. With `anonymousVolumes`, its volumes without a name go as well; never one that has a name. */
  remove(
    id: string,
    options?: { readonly force?: boolean | undefined; readonly anonymousVolumes?: boolean | undefined },
  ): Promise<void>
  /** Throws ENGINE_REFUSED when another container has the name. */
  rename(id: string, name: string): Promise<void>
  createNetwork(name: string): Promise<void>
  /** Removes the networks that Compose made for the project and nobody uses; returns their names. */
  removeProjectNetworks(project: string): Promise<readonly string[]>
  /** Runs a command in a container, as the container's own user, and waits for it. */
  exec(id: string, command: readonly string[], signal: AbortSignal): Promise<ExecResult>
  /** Starts a command on a terminal in a container, as the container's own user. */
  openTerminal(id: string, request: TerminalRequest): Promise<Terminal>
  /** Last lines of both streams, oldest first. */
  tailLog(id: string, lines: number): Promise<readonly string[]>
  /**
   * A container's log, a few lines at a time as they arrive; ends with the container's log, or with the signal. A line of
   * more than 64 KiB is cut, and says so: `… (1.0 MB more)`.
   */
  readLog(
    id: string,
    options: {
      readonly tail: number | null
      readonly follow: boolean
      /** Only lines since then (including), as the engine writes times; null for all. */
      readonly since: string | null
      readonly signal: AbortSignal
    },
  ): AsyncIterable<readonly EngineLogLine[]>
  /** Events from now on, until the signal; throws when the connection ends before. `onOpen`: the engine is listening. */
  events(
    signal: AbortSignal,
    onEvent: (event: EngineEvent) => void,
    onOpen: () => void,
    options?: EventOptions,
  ): Promise<void>
}
