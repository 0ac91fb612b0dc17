import type { Container } from '../containers.ts'
import type { LabFixture } from '../lab-fixture.ts'
import type { Place, Said } from './terminal-door.ts'

/** A lab on its way through a page. */
export interface Walk extends Place {
  readonly lab: LabFixture
  /** Stand-ins for programs of the machine; first on the PATH. */
  readonly binDir: string
  /** Calls of the stand-ins so far, each as `program arguments`. */
  readonly calls: () => Promise<readonly string[]>
  /** The containers of Compose projects, by service; without a name those of all projects of the page. */
  readonly containers: (...projects: readonly string[]) => Promise<Readonly<Record<string, Container>>>
  /** Services with a container that runs, sorted. */
  readonly running: (...projects: readonly string[]) => Promise<readonly string[]>
  /** What an earlier row left for a later one to compare with. */
  readonly notes: Record<string, unknown>
}

/** What a row needs besides its command, and what is to be seen afterwards. */
export interface Row {
  /** Command lines of Switchyard that bring about what the row takes for granted. */
  readonly before?: readonly string[]
  readonly prepare?: (walk: Walk) => Promise<unknown>
  /** Makes another folder to call it in, and gives its path; default: the lab's. */
  readonly elsewhere?: (walk: Walk) => Promise<string>
  /** What words of the page stand for in this lab. */
  readonly words?: Readonly<Record<string, string>>
  /** Typed where the command asks. */
  readonly answer?: string
  /** Typed into the shell that the command opens. */
  readonly keys?: string
  /** It does not end by itself: Ctrl-C when this has been said, and the exit code of that. */
  readonly until?: RegExp
  /** Nothing else may go on in the engine meanwhile. */
  readonly alone?: boolean
  /** Default 0; after Ctrl-C 130. */
  readonly exitCode?: number
  /** What is to be found in what it says. */
  readonly says?: readonly RegExp[]
  readonly then?: (walk: Walk, said: Said) => unknown
}

/** How a page is walked on the lab of its seed. */
export interface PageWalk {
  readonly page: string
  readonly lab: string
  readonly projects: readonly string[]
  readonly prepare?: (walk: Walk) => Promise<unknown>
  /** By command line; the second one that is the same ends with ` (2)`. A command that is not here has to end well. */
  readonly rows: Readonly<Record<string, Row>>
  /** Commands that cannot be walked here, each with the reason. */
  readonly notWalked?: Readonly<Record<string, string>>
}
