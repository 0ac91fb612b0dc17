import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'

/** What moving in needs of the other rooms. */
export interface MoveRooms {
  readonly variables: NodeJS.ProcessEnv
  readonly compose: Compose
  readonly engine: Engine
}
