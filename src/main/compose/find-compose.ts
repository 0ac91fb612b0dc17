import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { dockerConfigDir } from '../engine/docker-config-dir.ts'

/** How Compose is called: a program and the arguments before Compose's own. */
export interface ComposeProgram {
  readonly file: string
  readonly prefix: readonly string[]
}

/**
 * Finds Compose. The plugin's own binary is preferred: called directly it answers the same and saves the docker client's
 * start. Order as in the docker client: `$DOCKER_CONFIG/cli-plugins`, then the system's folders; else `docker compose`.
 */
export async function findCompose(
  variables: NodeJS.ProcessEnv,
  systemFolders: readonly string[] = systemPluginFolders,
): Promise<ComposeProgram> {
  const folders = [join(dockerConfigDir(variables), 'cli-plugins'), ...systemFolders]
  for (const folder of folders) {
    const file = join(folder, 'docker-compose')
    if (await isExecutable(file)) return { file, prefix: [] }
  }
  return { file: (await findOnPath('docker', variables)) ?? 'docker', prefix: ['compose'] }
}

/** Source: docker/cli, cli-plugins/manager (defaultSystemPluginDirs). */
const systemPluginFolders = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
]

async function findOnPath(name: string, variables: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (variables['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name)
    if (folder !== '' && (await isExecutable(file))) return file
  }
  return null
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
