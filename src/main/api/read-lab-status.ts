import type { LabStatus } from '../../shared/status.ts'
import { findBrokenUpdate } from '../run/broken-update.ts'
import { findKnownReady, inspectContainers, summarize } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { readStatus } from '../run/facts/read-status.ts'
import { projectNames, type Rooms } from './rooms.ts'

/** A lab as the engine has it now, with what broke off and waits for the operator. */
export async function readLabStatus(rooms: Rooms, model: LabModel): Promise<LabStatus> {
  const { engine, history } = rooms
  const details = await inspectContainers(projectNames(model), engine)
  const { containers, startedAt } = summarize(details)
  const knownReady = findKnownReady(containers, startedAt, history)
  const usualMs = history.usualMs(model.lab.dir)
  const status = readStatus({ model, containers, details, knownReady, usualMs })
  const broken = findBrokenUpdate(rooms, model.lab.dir)
  const notes = broken.map(({ message, advice }) => `${message} ${advice}`)
  return notes.length > 0 ? { ...status, notes } : status
}
