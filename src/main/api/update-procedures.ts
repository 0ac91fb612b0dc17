import { findService } from '../detail/find-member.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** Images: what is newer, what ran when, and what changed upstream. */
export function updateProcedures(rooms: Rooms) {
  const { updates } = rooms
  return {
    check: implementer.updates.check.handler(async ({ input, signal }) => {
      const { targets, asks } = input
      return updates.check(await modelOf(rooms, input), { targets, asks, ...(signal ? { signal } : {}) })
    }),
    history: implementer.updates.history.handler(async ({ input }) => {
      const model = await modelOf(rooms, input)
      return [...(await updates.history(model, findService(model, input.service).ref))]
    }),
    upstream: implementer.updates.upstream.handler(async ({ input }) => [
      ...(await updates.upstream(await modelOf(rooms, input), input.stack)),
    ]),
  }
}
