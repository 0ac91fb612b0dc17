import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where fetched programs, built images and the data of the private engines stay between runs. */
export function engineCacheDir(): string {
  const own = process.env['SWITCHYARD_ENGINE_CACHE']
  if (own !== undefined && own !== '') return resolve(own)
  const xdg = process.env['XDG_CACHE_HOME']
  return join(
    xdg !== undefined && xdg !== '' ? resolve(xdg) : join(homedir(), '.cache'),
    'switchyard',
    'engine',
  )
}

/**
 * Where the sockets, pids and state of the running instances are. Short, because a Unix socket's path may have
 * 107 characters only, and on a tmpfs, so that nothing of it is left after a reboot.
 */
export function engineRunDir(): string {
  return '/run/switchyard-engine'
}
