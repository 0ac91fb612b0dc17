import { SwitchyardError } from '../../shared/errors.ts'
import { describeEnvironments } from '../environments/describe-environments.ts'
import type { EngineSnapshot } from '../engine/model.ts'
import { loadLab } from '../lab/load-lab.ts'
import { resolveEnvironments } from '../run/facts/resolve-environments.ts'
import { implementer } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** A lab's environments beside each other; to change over is a run. */
export function environmentProcedures(rooms: Rooms) {
  return {
    table: implementer.environments.table.handler(async ({ input }) => {
      const [lab, snapshot] = await Promise.all([
        loadLab({ ...input, environment: null }, rooms),
        lookIfThere(rooms),
      ])
      const models = await resolveEnvironments(lab, snapshot?.containers ?? [], rooms.compose)
      return describeEnvironments(models, snapshot?.containers ?? null)
    }),
  }
}

/** What the files say can be read without an engine. */
async function lookIfThere({ engine }: Rooms): Promise<EngineSnapshot | null> {
  try {
    return await engine.snapshot({ containersOnly: true })
  } catch (error) {
    if (error instanceof SwitchyardError && error.code === 'ENGINE_UNREACHABLE') return null
    throw error
  }
}
