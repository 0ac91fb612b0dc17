import type { VolumeWorkEvent } from '../../shared/storage.ts'
import { describingFailures, implementer } from './implementer.ts'
import { readWanted } from './read-wanted.ts'
import { modelOf, type Rooms } from './rooms.ts'
import { stopUsers } from './stop-users.ts'
import { streamWork } from './stream-work.ts'

/** What is stored in the engine: its size, what nobody needs, and volumes one by one. */
export function storageRoomProcedures(rooms: Rooms) {
  const { storage } = rooms
  const procedures = implementer.storage
  return {
    read: procedures.read.handler(async ({ input }) =>
      storage.read(await modelOf(rooms, input), await readWanted(rooms, input), input),
    ),
    unused: procedures.unused.handler(async ({ input }) =>
      storage.unused(await readWanted(rooms, input), input.kinds),
    ),
    clean: procedures.clean.handler(async ({ input }) =>
      storage.clean(await readWanted(rooms, input), input.items),
    ),
    volumes: procedures.volumes.handler(async ({ input }) => {
      const volumes = await storage.volumes(
        await modelOf(rooms, input),
        await readWanted(rooms, input),
        input,
      )
      const { stacks } = input
      return volumes.filter(
        (volume) => stacks === null || volume.stacks.some((name) => stacks.includes(name)),
      )
    }),
    removeVolume: procedures.removeVolume.handler(async ({ input }) => {
      await storage.removeVolume(await readWanted(rooms, input), input)
      return { removed: true }
    }),
    backups: procedures.backups.handler(async () => {
      const { dir, files } = await storage.backups()
      return { dir, files: [...files] }
    }),
    backup: procedures.backup.handler(({ input, signal }) =>
      describingFailures(
        streamWork<VolumeWorkEvent>(async (report, cancel) => {
          const { stop, includeAlwaysOn } = input
          const request = { ...input, stopUsers: stop ? stopUsers(rooms, input, includeAlwaysOn) : null }
          await storage.backup(await modelOf(rooms, input), request, report, cancel)
        }, signal),
      ),
    ),
    restore: procedures.restore.handler(({ input, signal }) =>
      describingFailures(
        streamWork<VolumeWorkEvent>(async (report, cancel) => {
          await storage.restore(await readWanted(rooms, input), input, report, cancel)
        }, signal),
      ),
    ),
  }
}
