import type { VolumeView } from '../../shared/storage.ts'
import type { StoredThings } from '../engine/storage-model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { Wanted } from './wanted.ts'
import { usersOfVolumes, volumesOfStacks } from './summarize.ts'

/** Every volume of the engine, with who uses it. Pure. */
export function listVolumes(
  { volumes, containers }: StoredThings,
  model: LabModel,
  wanted: Pick<Wanted, 'alwaysOnVolumes'>,
  bytes: Readonly<Record<string, number>> | null,
): readonly VolumeView[] {
  const users = usersOfVolumes(model, containers)
  const byStack = volumesOfStacks(model, () => [])
  const alwaysOn = new Set(model.lab.stacks.filter((stack) => stack.alwaysOn).map(({ name }) => name))
  return volumes
    .map(({ name, driver, labels, createdAtMs }) => {
      const services = (users.get(name) ?? []).map(({ ref }) => ref)
      const naming = [...byStack].filter(([, names]) => names.has(name)).map(([stack]) => stack)
      const stacks = [...new Set([...services.map(({ stack }) => stack), ...naming])]
      return {
        name,
        driver,
        bytes: bytes?.[name] ?? null,
        createdAt: createdAtMs === null ? null : new Date(createdAtMs).toISOString(),
        containers: containers
          .filter((container) => container.volumes.includes(name))
          .map((container) => ({ name: container.name, isRunning: container.isRunning }))
          .sort((a, b) => Number(b.isRunning) - Number(a.isRunning)),
        services,
        stacks,
        isAlwaysOn: wanted.alwaysOnVolumes.has(name) || stacks.some((stack) => alwaysOn.has(stack)),
        isAnonymous: 'com.docker.volume.anonymous' in labels,
      }
    })
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || (a.name < b.name ? -1 : 1))
}
