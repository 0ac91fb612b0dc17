import { planMove, prepareMove } from '../move-in/plan-move.ts'
import { proposeSplit, writeSplit } from '../move-in/propose-split.ts'
import { readMove } from '../move-in/read-move.ts'
import { implementer } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Moving in: from one big Compose file to stacks, and over to them. */
export function moveInProcedures(rooms: Rooms) {
  const { moveIn } = implementer
  const { history, runs } = rooms
  return {
    propose: moveIn.propose.handler(({ input }) => proposeSplit(input, rooms)),
    write: moveIn.write.handler(({ input }) => writeSplit(input, rooms)),
    state: moveIn.state.handler(({ input }) => readMove(input.dir, rooms)),
    plan: moveIn.plan.handler(({ input }) => planMove(input, rooms)),
    start: moveIn.start.handler(async ({ input }) => {
      const prepare = async () => {
        const prepared = await prepareMove(input, rooms)
        history.useLab(prepared.plan.lab, new Date().toISOString())
        return prepared
      }
      return { runId: await runs.start(input.dir, prepare, { rollback: false }) }
    }),
  }
}
