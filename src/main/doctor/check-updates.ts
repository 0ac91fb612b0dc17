import { formatServiceRef } from '../../shared/format.ts'
import { findBrokenUpdate, type RunRooms } from '../run/broken-update.ts'
import type { Draft } from './draft.ts'

/** Services that an update has left half done. */
export function checkUpdates(rooms: RunRooms, labDir: string): Draft[] {
  return findBrokenUpdate(rooms, labDir).map(({ step: { service }, message, advice }) => ({
    check: 'updates',
    about: formatServiceRef(service),
    level: 'warning',
    stack: service.stack,
    message,
    advice,
  }))
}
