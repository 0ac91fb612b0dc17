import type { Guard, HostState, Lease } from '../../shared/host.ts'
import type { HostControl } from './control-model.ts'
import type { GuardReader } from './readings/guards/read-guards.ts'

/** Guards, leases and the helper as they are now. */
export async function readHostState(
  control: Pick<HostControl, 'state'>,
  guardReader: GuardReader,
): Promise<HostState> {
  const [{ helper, leases }, guards] = await Promise.all([control.state(), guardReader.read()])
  return { helper, leases, guards: guards.map((guard) => markPaused(guard, leases)) }
}

/** A unit that a lease has stopped looks to systemd like any other that does not run. */
function markPaused(guard: Guard, leases: readonly Lease[]): Guard {
  const changes = leases.flatMap((lease) => lease.changes.filter(({ part }) => part === 'guards'))
  const isOurs = changes.some(({ now }) => now.startsWith(`${guard.name} `))
  return guard.state === 'stopped' && isOurs ? { ...guard, state: 'paused' } : guard
}
