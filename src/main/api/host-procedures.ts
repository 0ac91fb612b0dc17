import { describingFailures, implementer } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** The host: what it says, and what the operator does with it by hand. */
export function hostProcedures({ host, hostWatcher }: Rooms) {
  const procedures = implementer.host
  return {
    watch: procedures.watch.handler(({ input, signal }) =>
      describingFailures(hostWatcher.watch(input, signal)),
    ),
    state: procedures.state.handler(() => hostWatcher.state()),
    preview: procedures.preview.handler(({ input }) => host.preview(input)),
    act: procedures.act.handler(async ({ input }) => {
      const done = await host.act(input)
      return { done: [...done], state: await hostWatcher.state() }
    }),
    audit: procedures.audit.handler(async ({ input }) => [...(await host.audit(input.limit))]),
  }
}
