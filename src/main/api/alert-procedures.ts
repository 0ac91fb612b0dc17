import { describingFailures, implementer } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** What is wrong with services and the machine, and the channels by which the operator is told. */
export function alertProcedures({ alerts }: Pick<Rooms, 'alerts'>) {
  const procedures = implementer.alerts
  const { channels } = alerts
  return {
    list: procedures.list.handler(() => alerts.list()),
    watch: procedures.watch.handler(({ signal }) => describingFailures(alerts.watch(signal))),
    dismiss: procedures.dismiss.handler(({ input }) => ({ dismissed: alerts.dismiss(input.id) })),
    mute: procedures.mute.handler(({ input }) => ({ muted: alerts.mute(input.id, input.minutes) })),
    channels: procedures.channels.handler(() => [...channels.list()]),
    setChannel: procedures.setChannel.handler(({ input }) => channels.set(input)),
    removeChannel: procedures.removeChannel.handler(({ input }) => ({ removed: channels.remove(input.id) })),
    testChannel: procedures.testChannel.handler(({ input }) => channels.test(input.id)),
  }
}
