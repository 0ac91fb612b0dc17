import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import type { History } from '../store/history.ts'

/** The rooms that details are read from. */
export interface DetailRooms {
  /** The process environment: what Compose files may refer to. */
  readonly variables: NodeJS.ProcessEnv
  readonly compose: Compose
  readonly engine: Engine
  readonly history: History
}
