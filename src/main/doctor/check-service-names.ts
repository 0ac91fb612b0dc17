import { didYouMean, listNames } from '../lab/switchyard-file/did-you-mean.ts'
import type { SwitchyardFile } from '../lab/switchyard-file/parse.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { Draft } from './draft.ts'

/** What a stack says of its services by their names. */
const keys = ['readiness', 'recipes', 'gpu', 'heal', 'alerts', 'scripts'] as const

/**
 * Services that the lab's file says something of and that their stack has in none of these environments: it has no effect,
 * which nobody would see otherwise. A stack that cannot be read is left out. Pure.
 */
export function checkServiceNames({ content, places }: SwitchyardFile, models: readonly LabModel[]): Draft[] {
  return Object.entries(content.stacks ?? {}).flatMap(([stack, entry]) => {
    const known = new Set(
      models
        .flatMap(({ services }) => services.filter(({ ref }) => ref.stack === stack))
        .map(({ ref }) => ref.service),
    )
    const isRead = models.every(
      ({ lab, broken }) => !broken.has(stack) && lab.stacks.some(({ name }) => name === stack),
    )
    if (entry === null || !isRead) return []
    return keys.flatMap((key) =>
      Object.keys(entry[key] ?? {})
        .filter((service) => !known.has(service))
        .map((service): Draft => ({
          check: 'names',
          about: `${stack}/${key}/${service}`,
          stack,
          level: 'warning',
          message: `\`${key}\` of stack ${stack} is for a service \`${service}\`, which it does not have.`,
          place: places.key(['stacks', stack, key, service]),
          advice: didYouMean(service, [...known]) ?? `Its services are ${listNames([...known])}.`,
        })),
    )
  })
}
