import type { z } from 'zod'
import type { labSelectionSchema } from '../../shared/selection.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import { formatServiceRef } from '../../shared/format.ts'
import { matchContainers } from '../run/lab-model.ts'
import { parseTargets } from '../run/select-targets.ts'
import { describingFailures, implementer } from './implementer.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

/** Shells in containers, as sessions that a page can read, write and resize. */
export function shellProcedures(rooms: Rooms) {
  const { shells } = implementer
  return {
    open: shells.open.handler(async ({ input: { service, columns, rows, ...selection } }) => {
      const containerId = await findRunningContainer(rooms, selection, service)
      const request = { containerId, service: formatServiceRef(service), columns, rows }
      return { shellId: await rooms.shells.open(request) }
    }),
    output: shells.output.handler(({ input, signal }) =>
      describingFailures(rooms.shells.find(input.shellId).output(signal)),
    ),
    write: shells.write.handler(({ input }) => ({
      written: rooms.shells.find(input.shellId).write(input.data),
    })),
    resize: shells.resize.handler(async ({ input: { shellId, columns, rows } }) => ({
      resized: await rooms.shells.find(shellId).resize(columns, rows),
    })),
    close: shells.close.handler(async ({ input }) => ({ closed: await rooms.shells.close(input.shellId) })),
  }
}

/** Throws NAME_UNKNOWN, and SERVICE_NOT_RUNNING with what to do about it. */
async function findRunningContainer(
  rooms: Rooms,
  selection: z.output<typeof labSelectionSchema>,
  service: ServiceRef,
): Promise<string> {
  const key = formatServiceRef(service)
  const model = await modelOf(rooms, selection)
  parseTargets(model, [key])
  const containers = await rooms.engine.listContainers(projectNames(model))
  const own = matchContainers(model.services, containers).get(key) ?? []
  const running = own.find(({ state }) => state === 'running')
  if (running) return running.id
  const isPaused = own.some(({ state }) => state === 'paused')
  throw new SwitchyardError(
    'SERVICE_NOT_RUNNING',
    isPaused
      ? `${key} is paused, so no shell can run in it.`
      : `${key} is not running, so there is no container for a shell.`,
    {
      hint: isPaused
        ? `Let it go on first (docker unpause ${own[0]?.name ?? key}).`
        : `Start it first (switchyard up ${key}).`,
    },
  )
}
