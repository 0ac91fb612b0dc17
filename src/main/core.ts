import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from './api/create-router.ts'
import { createCompose } from './compose/create-compose.ts'
import { createFileCache } from './compose/file-cache.ts'
import { createEngine } from './engine/create-engine.ts'
import { createRunManager } from './run/run-manager.ts'
import { openHistory } from './store/history.ts'
import { findStorePaths } from './store/paths.ts'

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
  const router = createRouter({ variables, compose, engine, history, runs })
  return {
    router,
    client: createRouterClient(router),
    async dispose() {
      await runs.dispose()
      history.close()
    },
  }
}
