import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from './api/create-router.ts'
import { describeLab } from './api/describe-lab.ts'
import { createCompose } from './compose/create-compose.ts'
import { createFileCache } from './compose/file-cache.ts'
import { createEngine } from './engine/create-engine.ts'
import { createRunManager } from './run/run-manager.ts'
import { createShellManager } from './shell/shell-manager.ts'
import { openHistory } from './store/history.ts'
import { findStorePaths } from './store/paths.ts'
import { createLabWatcher } from './watch/create-lab-watcher.ts'
import { openSettings } from './store/settings.ts'

export interface CoreOptions {
  /** The process environment: where the engine is, where state is kept, and what Compose files may refer to. */
  readonly variables: NodeJS.ProcessEnv
  /** How long a run waits for an engine that went away, in milliseconds; default 60 s. */
  readonly enginePatienceMs?: number
}

export interface Core {
  readonly router: Router
  /** The router, called within this process. */
  readonly client: RouterClient<Router>
  /** Ids of the runs that go on in this process; a door asks before it ends them. */
  ongoingRuns(): readonly string[]
  /** Cancels what goes on, waits for its end and closes everything. */
  dispose(): Promise<void>
}

/** Wires the rooms. Makes no connection and starts nothing before the first call. */
export function createCore({ variables, enginePatienceMs = 60_000 }: CoreOptions): Core {
  const paths = findStorePaths(variables)
  const history = openHistory(paths.stateDir)
  const compose = createCompose({
    variables,
    cache: createFileCache(join(paths.cacheDir, 'compose'), variables),
  })
  const engine = createEngine(variables)
  const runs = createRunManager({ engine, compose, history, stateDir: paths.stateDir, enginePatienceMs })
  const shells = createShellManager({ engine })
  const settings = openSettings(paths.configDir)
  const watcher = createLabWatcher({
    variables,
    engine,
    compose,
    history,
    runs,
    stateDir: paths.stateDir,
    describe: describeLab,
  })
  const router = createRouter({ variables, paths, compose, engine, history, runs, shells, settings, watcher })
  return {
    router,
    client: createRouterClient(router),
    ongoingRuns: () => runs.ongoing(),
    async dispose() {
      watcher.dispose()
      await Promise.all([runs.dispose(), shells.dispose()])
      history.close()
    },
  }
}
