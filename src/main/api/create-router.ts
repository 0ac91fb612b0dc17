import { alertProcedures } from './alert-procedures.ts'
import { appProcedures } from './app-procedures.ts'
import { detailProcedures } from './detail-procedures.ts'
import { hostProcedures } from './host-procedures.ts'
import { implementer } from './implementer.ts'
import { labProcedures } from './lab-procedures.ts'
import { metricProcedures } from './metric-procedures.ts'
import { moveInProcedures } from './move-in-procedures.ts'
import type { Rooms } from './rooms.ts'
import { runProcedures } from './run-procedures.ts'
import { shellProcedures } from './shell-procedures.ts'

/** Implements the contract over the rooms; the same router serves every door. */
export function createRouter(rooms: Rooms) {
  return implementer.router({
    ...appProcedures(rooms),
    ...detailProcedures(rooms),
    alerts: alertProcedures(rooms),
    host: hostProcedures(rooms),
    labs: labProcedures(rooms),
    metrics: metricProcedures(rooms),
    moveIn: moveInProcedures(rooms),
    runs: runProcedures(rooms),
    shells: shellProcedures(rooms),
  })
}

export type Router = ReturnType<typeof createRouter>
