import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder of the docker client's settings, contexts and plugins. An empty variable is none, as for the client. */
export function dockerConfigDir(variables: NodeJS.ProcessEnv): string {
  return variables['DOCKER_CONFIG'] || join(variables['HOME'] || homedir(), '.docker')
}
