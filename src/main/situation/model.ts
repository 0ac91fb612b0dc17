import type { Problem } from '../../shared/errors.ts'
import type { LabStatus } from '../../shared/status.ts'
import type { NextStep, SituationKind } from '../../shared/situation.ts'

/** Something that must be there before anything can be started, and is not. */
export interface Hindrance {
  readonly kind: SituationKind
  /** One sentence. */
  readonly message: string
  readonly steps: readonly NextStep[]
}

/** A folder that may be a lab. */
export interface LabPlace {
  readonly dir: string
  /** `used`: it was opened before. `files`: there are Compose files in it, or right below. */
  readonly why: 'used' | 'running' | 'files'
  /** Containers of it that run. */
  readonly running: number
}

export interface LabFacts {
  readonly status: LabStatus
  /** Stacks that a start of everything leaves out. */
  readonly notStarted: ReadonlySet<string>
  /** A folder that is not this lab's and whose files made containers of one of its projects; null for none. */
  readonly other: { readonly project: string; readonly dir: string } | null
}

/** All that a situation is made from. */
export interface SituationFacts {
  readonly engine: Hindrance | null
  readonly compose: Hindrance | null
  /** The folder that was looked at; null when none was named. */
  readonly dir: string | null
  /** Whether commands have to name the folder, because they would not find it by themselves. */
  readonly isNamed: boolean
  readonly lab: LabFacts | null
  /** What is wrong with the files of that folder; null also when there are none. */
  readonly problem: Problem | null
  readonly places: readonly LabPlace[]
  /** Containers that run from folders which this user may not read. */
  readonly runningOfOthers: number
  /** Folder of the sample lab, where it can be started: its image is there. */
  readonly sampleLab: string | null
}
