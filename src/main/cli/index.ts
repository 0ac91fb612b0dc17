import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import path from 'node:path'

// Of the launcher, for this process alone: Compose files may hand the environment on to containers.
if (process.env['SWITCHYARD_LAUNCHER'] !== undefined) {
  delete process.env['SWITCHYARD_LAUNCHER']
  delete process.env['MALLOC_ARENA_MAX']
}

// Not Node's default under /tmp, where another user of the machine could put code in our way.
const cacheHome = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache')
enableCompileCache(path.join(cacheHome, 'switchyard', 'compile'))

// Imported only now, so that the cache covers them.
const { runProgram } = await import('./program.ts')
const { createWorld } = await import('./world.ts')

const world = createWorld(async (door) => {
  const { createCore } = await import('../core.ts')
  return createCore({ variables: process.env, door, records: door === 'web' })
})
process.exitCode = await runProgram(process.argv.slice(2), world)
// What the core left open by mistake must not keep the terminal waiting.
setTimeout(() => process.exit(), 1000).unref()
