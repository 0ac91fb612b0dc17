import type { z } from 'zod'
import type { labSelectionSchema } from '../../shared/selection.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import { formatServiceRef } from '../../shared/format.ts'
import { parseTargets } from '../run/plan/select-targets.ts'
import { findRunningContainer } from './find-running-container.ts'
import { describingFailures, implementer } from './implementer.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

/** Shells in containers, as sessions that a page can read, write and resize. */
export function shellProcedures(rooms: Rooms) {
  const { shells } = implementer
  return {
    open: shells.open.handler(async ({ input: { service, columns, rows, ...selection } }) => {
      const containerId = await findContainerId(rooms, selection, service)
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
async function findContainerId(
  rooms: Rooms,
  selection: z.output<typeof labSelectionSchema>,
  service: ServiceRef,
): Promise<string> {
  const key = formatServiceRef(service)
  const model = await modelOf(rooms, selection)
  parseTargets(model, [key])
  const containers = await rooms.engine.listContainers(projectNames(model))
  return findRunningContainer(model, { key }, containers, 'shell').id
}
