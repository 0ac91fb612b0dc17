import type { CommandContext } from '../session.ts'

/** About as long as it takes to click the link. */
const warmMs = 60_000

/**
 * Watches the lab that the page will open, for a minute: its first screen then need not wait for Compose and the engine.
 * What goes wrong is told to the page when it asks itself.
 */
export async function warmUp({ client }: Pick<CommandContext, 'client'>, signal: AbortSignal): Promise<void> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(warmMs)])
  try {
    const [lab] = await client.labs.list()
    if (!lab) return
    const events = await client.labs.watch(
      { dir: lab.dir, environment: null, profiles: [] },
      { signal: ended },
    )
    while (!(await events.next()).done) continue
  } catch {
    return
  }
}
