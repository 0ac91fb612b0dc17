import { formatBytes, formatList } from '../../shared/format.ts'
import type { HostControl } from '../host/control-model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { Draft } from './draft.ts'

const mib = 1024 * 1024

/** Whether the host can do what the lab's recipes ask of it, and whether it was given back after earlier runs. */
export async function checkHost(
  { services }: Pick<LabModel, 'services'>,
  host: Pick<HostControl, 'state'>,
): Promise<Draft[]> {
  const { helper, leases } = await host.state()
  const heavy = services.filter(({ settings }) => settings.recipe !== undefined)
  const pending = leases.flatMap(({ id, label, pending: why }): Draft[] =>
    why === null
      ? []
      : [
          {
            check: 'host',
            about: id,
            level: 'warning',
            message: `The swap for ${label || 'what was done by hand'} could not be taken off yet: ${why.reason}.`,
            advice: 'It is tried again until there is room. `switchyard host leases` shows it.',
          },
        ],
  )
  if (heavy.length === 0) return pending
  const names = formatList(
    heavy.map(({ key }) => key),
    3,
  )
  if (helper.problem !== null) {
    return [
      ...pending,
      {
        check: 'host',
        about: 'helper',
        level: 'warning',
        message: `The host cannot be prepared for ${names}.`,
        advice: helper.problem,
      },
    ]
  }
  const places = new Map(helper.swapPlaces.map((place) => [place.name, place]))
  const short = heavy.flatMap(({ key, stack, settings: { recipe } }): Draft[] => {
    if (!recipe || recipe.swapMib === 0) return []
    const place = places.get(recipe.swapPlace)
    if (!place) {
      return [
        {
          check: 'host',
          about: key,
          level: 'error',
          stack: stack.name,
          message: `The recipe of ${key} wants swap in ${recipe.swapPlace}, which is no place on this host.`,
          advice: `Set it up: switchyard host install --swap-place ${recipe.swapPlace}=FOLDER. There are ${formatList([...places.keys()])}.`,
        },
      ]
    }
    if (place.freeBytes === null || place.freeBytes > recipe.swapMib * mib) return []
    return [
      {
        check: 'host',
        about: key,
        level: 'warning',
        stack: stack.name,
        message: `The recipe of ${key} wants ${formatBytes(recipe.swapMib * mib)} of swap, and ${place.dir} has ${formatBytes(place.freeBytes)} free.`,
        advice: 'Make room there, or ask for less.',
      },
    ]
  })
  if (short.length > 0) return [...pending, ...short]
  return [
    ...pending,
    { check: 'host', about: null, level: 'ok', message: `The host can be prepared for ${names}.` },
  ]
}
