import { describeService, revealSecret } from '../detail/describe-service.ts'
import { describeStack } from '../detail/describe-stack.ts'
import { describeRecord } from './describe-record.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** One stack or one service, with everything that is known of it. */
export function detailProcedures(rooms: Rooms) {
  const { stacks, services } = implementer
  return {
    stacks: {
      detail: stacks.detail.handler(async ({ input }) =>
        describeStack(rooms, await modelOf(rooms, input), input.stack),
      ),
    },
    services: {
      detail: services.detail.handler(async ({ input }) =>
        describeService(rooms, await modelOf(rooms, input), input.service),
      ),
      record: services.record.handler(async ({ input }) =>
        describeRecord(rooms, await modelOf(rooms, input), input.service),
      ),
      secret: services.secret.handler(async ({ input }) => ({
        value: await revealSecret(rooms, await modelOf(rooms, input), input.service, input.name),
      })),
    },
  }
}
