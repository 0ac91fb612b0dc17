import { SwitchyardError } from '../../shared/errors.ts'
import { formatList } from '../../shared/format.ts'
import type { EngineStorage, StoredContainer, StoredVolume } from '../engine/storage-model.ts'
import type { Wanted } from './wanted.ts'

/** Throws NAME_UNKNOWN. */
export async function needVolume(engine: EngineStorage, name: string): Promise<StoredVolume> {
  const volume = await engine.findVolume(name)
  if (volume) return volume
  throw new SwitchyardError('NAME_UNKNOWN', `The engine has no volume ${name}.`, {
    hint: '`switchyard volume list` shows them all.',
  })
}

/** Throws VOLUME_IN_USE when a container holds the volume, running or not. */
export async function refuseHeld(engine: EngineStorage, name: string): Promise<void> {
  const holders = holdersOf((await engine.list()).containers, name)
  if (holders.length === 0) return
  const names = formatList(holders.map((container) => container.name))
  const projects = [...new Set(holders.flatMap(({ summary }) => summary?.project ?? []))]
  const own =
    projects.length > 0
      ? `\`switchyard down\` removes the containers of a stack and leaves its volumes (project ${formatList(projects)}).`
      : 'Remove it first.'
  const running = holders.some(({ isRunning }) => isRunning) ? ', and something of it runs' : ''
  throw new SwitchyardError('VOLUME_IN_USE', `The volume ${name} is used by ${names}${running}.`, {
    hint: own,
  })
}

export function holdersOf(
  containers: readonly StoredContainer[],
  volume: string,
): readonly StoredContainer[] {
  return containers.filter(({ volumes }) => volumes.includes(volume))
}

/** Throws ALWAYS_ON for what an always-on stack may need. */
export function refuseAlwaysOn(
  { alwaysOnVolumes }: Pick<Wanted, 'alwaysOnVolumes'>,
  name: string,
  includeAlwaysOn: boolean,
): void {
  const stack = alwaysOnVolumes.get(name)
  if (stack === undefined || includeAlwaysOn) return
  throw new SwitchyardError('ALWAYS_ON', `The volume ${name} may be one of ${stack}, which is always-on.`, {
    hint: 'Add --include-always-on when you mean it.',
  })
}

/** Throws USAGE unless the name was typed again. */
export function needConfirmation(name: string, typed: string | null, what: string): void {
  if (typed === name) return
  throw new SwitchyardError('USAGE', `${what} ${name} was not confirmed, so nothing was changed.`, {
    hint: `Its name has to be typed again: ${name}.`,
  })
}
