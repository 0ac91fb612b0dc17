import type { HostReadings } from '../../../shared/host.ts'

/** A running container of a lab. */
export interface LabContainer {
  readonly id: string
  /** Number of its first process on this machine, as the engine says it. */
  readonly pid: number
  readonly stack: string
  readonly service: string
}

export interface HostReader {
  /** The host now. Rates are since the reading before; a second one within 200 ms repeats it. */
  read(now: ReadRequest): HostReadings
  /** Closes every file and ends what it has started. */
  close(): void
}

export interface ReadRequest {
  /** Whose memory is shown by stack. */
  readonly containers: readonly LabContainer[]
  /** Folders in which Switchyard's helper makes swap files. */
  readonly swapDirs: readonly string[]
}

/** Where the kernel's files are; tests have folders of their own. */
export interface KernelDirs {
  readonly procDir: string
  readonly sysDir: string
}
