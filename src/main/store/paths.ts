import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where Switchyard keeps its own things, by the XDG base directories. Nothing is made here. */
export interface StorePaths {
  readonly configDir: string
  readonly stateDir: string
  readonly cacheDir: string
}

export function findStorePaths(variables: NodeJS.ProcessEnv): StorePaths {
  const home = variables['HOME'] ?? homedir()
  const choose = (name: string, fallback: string) => {
    const folder = variables[name]
    // The specification asks to ignore relative ones.
    return join(folder && isAbsolute(folder) ? folder : join(home, fallback), 'switchyard')
  }
  return {
    configDir: choose('XDG_CONFIG_HOME', '.config'),
    stateDir: choose('XDG_STATE_HOME', '.local/state'),
    cacheDir: choose('XDG_CACHE_HOME', '.cache'),
  }
}
