import type { StackDetail } from '../../shared/detail.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { stackCommands } from './commands.ts'
import { describeStackConfig } from './config-lines.ts'
import { findStack } from './find-member.ts'
import { describeLayers } from './layers.ts'
import { maskAll } from './mask-all.ts'
import { readProject } from './project-view.ts'
import type { DetailRooms } from './rooms.ts'

/** Everything about one stack, secrets masked. Needs no engine. */
export async function describeStack(rooms: DetailRooms, model: LabModel, name: string): Promise<StackDetail> {
  const { project, services } = findStack(model, name)
  const view = await readProject(rooms, project, null)
  const { mask, sources } = view
  const own = model.services.filter(({ ref }) => ref.stack === name)
  const names = new Set(own.map(({ service }) => service.name))
  const active = own.filter(({ isActive }) => isActive).map(({ service }) => service.name)
  const resolved = model.projects.get(project.key)?.resolved
  const isOwn = (path: string) => {
    const [section, service = ''] = path.split('.')
    return (
      section !== 'services' ||
      [...names].some((each) => service === each || path.startsWith(`services.${each}.`))
    )
  }
  return {
    name,
    project: project.name,
    commands: maskAll(stackCommands(project, services === null ? [] : active), mask),
    config: describeStackConfig(view, names),
    layers: describeLayers(sources.files, [], mask).map(({ file, changes }) => ({
      file,
      changes: changes.filter(({ path }) => isOwn(path)),
    })),
    networks: maskAll(
      (resolved?.networks ?? []).map((network) => ({ ...network })),
      mask,
    ),
    volumes: maskAll(
      (resolved?.volumes ?? []).map((volume) => ({ ...volume })),
      mask,
    ),
  }
}
