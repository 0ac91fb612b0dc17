import { z } from 'zod'
import { SwitchyardError } from '../../../shared/errors.ts'
import { installPaths } from './install-paths.ts'

/** Folders for swap files by name, as the operator gives them: `fast=/srv/swap`. */
export type SwapPlaces = Readonly<Record<string, string>>

const configurationSchema = z.looseObject({
  version: z.literal(1),
  swapPlaces: z.record(z.string(), z.string()),
})

const defaults = { version: 1, swapPlaces: { default: installPaths.swapDir }, swapMaxMib: 131_072 }

/**
 * The text of the helper's configuration: the existing one as it is, with the places that are added; or the defaults.
 * Throws when places are to be added to a file that cannot be understood.
 */
export function configurationText(existing: string | null, added: SwapPlaces): string {
  if (existing !== null && Object.keys(added).length === 0) return existing
  const before = existing === null ? defaults : parseExisting(existing)
  const after = { ...before, swapPlaces: { ...before.swapPlaces, ...added } }
  return JSON.stringify(after, null, 2) + '\n'
}

function parseExisting(text: string): z.infer<typeof configurationSchema> {
  try {
    return configurationSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new SwitchyardError(
      'USAGE',
      'No place for swap can be added: the configuration of the host helper is not understood.',
      {
        place: { file: installPaths.configuration },
        hint: 'Mend it, or remove it so that a new one is written.',
        cause,
      },
    )
  }
}
