import type { z } from 'zod'
import { runRequestSchema } from '../../shared/contract.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatList } from '../../shared/format.ts'
import type { labSelectionSchema } from '../../shared/selection.ts'
import type { Rooms } from './rooms.ts'
import { startRun } from './run-procedures.ts'

type Selection = z.output<typeof labSelectionSchema>

/** Stops services by a run of their lab; what it gives back starts them again by another. */
export function stopUsers(
  rooms: Rooms,
  { dir, environment, profiles }: Selection,
  includeAlwaysOn: boolean,
): (services: readonly string[]) => Promise<() => Promise<void>> {
  const perform = (kind: 'start' | 'stop', services: readonly string[]) =>
    runToEnd(
      rooms,
      runRequestSchema.parse({
        dir,
        environment,
        profiles,
        kind,
        targets: services,
        includeAlwaysOn: kind === 'stop' && includeAlwaysOn,
      }),
    )
  return async (services) => {
    const startAgain = () => perform('start', services)
    try {
      await perform('stop', services)
    } catch (error) {
      // Some of them may have stopped. A run that never began has stopped nothing.
      if (error instanceof RunFailure) await startAgain()
      throw error
    }
    return startAgain
  }
}

class RunFailure extends SwitchyardError {}

async function runToEnd(rooms: Rooms, request: z.output<typeof runRequestSchema>): Promise<void> {
  const runId = await startRun(rooms, request)
  for await (const event of rooms.runs.events(runId)) {
    if (event.type !== 'run-finished' || event.outcome === 'succeeded') continue
    const [failure] = event.failures
    const names = formatList(request.targets)
    const verb = request.kind === 'stop' ? 'be stopped' : 'be started again'
    throw new RunFailure(
      'BACKUP_FAILED',
      `${names} could not ${verb}: ${failure?.reason ?? 'the run was cancelled'}.`,
      {
        hint:
          request.kind === 'stop'
            ? 'No backup was made.'
            : `See why, then start it: switchyard up ${request.targets.join(' ')}.`,
      },
    )
  }
}
