import { homedir } from 'node:os'
import packageJson from '../../../package.json' with { type: 'json' }
import { listFolders } from '../lab/list-folders.ts'
import { findSampleLab } from './find-sample-lab.ts'
import { implementer } from './implementer.ts'
import { readSituation } from './read-situation.ts'
import type { Rooms } from './rooms.ts'

/** Switchyard itself: what it is, the operator's settings, and folders to choose labs from. */
export function appProcedures(rooms: Rooms) {
  const { engine, paths, variables, settings: store, metrics } = rooms
  const { app, settings, folders } = implementer
  return {
    app: {
      info: app.info.handler(() => ({
        version: packageJson.version,
        node: process.versions.node,
        platform: process.platform,
        engineAddress: engine.address,
        sampleLab: findSampleLab(import.meta.dirname, variables['APPDIR']),
        configDir: paths.configDir,
        stateDir: paths.stateDir,
      })),
      situation: app.situation.handler(({ input }) => readSituation(rooms, input)),
    },
    settings: {
      get: settings.get.handler(() => store.get()),
      update: settings.update.handler(({ input }) => {
        const changed = store.update(input)
        metrics.applyHistoryLimit()
        return changed
      }),
    },
    folders: {
      list: folders.list.handler(({ input }) => listFolders(input.dir ?? variables['HOME'] ?? homedir())),
    },
  }
}
