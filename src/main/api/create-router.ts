import { alertProcedures } from './alert-procedures.ts'
import { appProcedures } from './app-procedures.ts'
import { autostartProcedures } from './autostart-procedures.ts'
import { detailProcedures } from './detail-procedures.ts'
import { findingProcedures } from './finding-procedures.ts'
import { environmentProcedures } from './environment-procedures.ts'
import { gpuProcedures } from './gpu-procedures.ts'
import { hostProcedures } from './host-procedures.ts'
import { implementer } from './implementer.ts'
import { labProcedures } from './lab-procedures.ts'
import { linkProcedures } from './link-procedures.ts'
import { metricProcedures } from './metric-procedures.ts'
import { moveInProcedures } from './move-in-procedures.ts'
import type { Rooms } from './rooms.ts'
import { runProcedures } from './run-procedures.ts'
import { scheduleProcedures } from './schedule-procedures.ts'
import { secretProcedures } from './secret-procedures.ts'
import { shellProcedures } from './shell-procedures.ts'
import { storageRoomProcedures } from './storage-procedures.ts'
import { updateProcedures } from './update-procedures.ts'

/** Implements the contract over the rooms; the same router serves every door. */
export function createRouter(rooms: Rooms) {
  return implementer.router({
    ...appProcedures(rooms),
    ...detailProcedures(rooms),
    ...secretProcedures(rooms),
    alerts: alertProcedures(rooms),
    autostart: autostartProcedures(rooms),
    finding: findingProcedures(rooms),
    environments: environmentProcedures(rooms),
    gpu: gpuProcedures(rooms),
    host: hostProcedures(rooms),
    labs: labProcedures(rooms),
    links: linkProcedures(rooms),
    metrics: metricProcedures(rooms),
    moveIn: moveInProcedures(rooms),
    runs: runProcedures(rooms),
    schedules: scheduleProcedures(rooms),
    shells: shellProcedures(rooms),
    storage: storageRoomProcedures(rooms),
    updates: updateProcedures(rooms),
  })
}

export type Router = ReturnType<typeof createRouter>
