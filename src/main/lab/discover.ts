import type { Lab } from './model.ts'
import type { Compose } from '../compose/compose.ts'
export async function discoverLab(dir: string, _o: { compose: Pick<Compose, 'validate'>; environment: string | null; profiles: readonly string[]; variables: NodeJS.ProcessEnv }): Promise<Lab> {
  const project = { key: 'p', name: dir.split('/').pop() as string, dir, files: [dir + '/docker-compose.yml'], envFiles: [], profiles: [] }
  return { name: 'try', dir, configFile: null, environment: null, layers: [], notes: [], networks: [], stacks: [{ name: 's', project, ownFiles: project.files, services: null, alwaysOn: false, autoStart: true, order: 0, needs: [], environments: [], links: [], settings: new Map(), why: '' }] }
}
