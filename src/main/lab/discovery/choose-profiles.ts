import { SwitchyardError } from '../../../shared/errors.ts'
import { didYouMean, listNames } from '../switchyard-file/did-you-mean.ts'
import type { WrittenFile } from './model.ts'

/**
 * The active profiles of a project: those asked for, as far as its files know them, otherwise those of COMPOSE_PROFILES;
 * as with Compose, asking for `gpu` takes the place of a `cpu` from the environment. `*` stands for all that they know.
 */
export function chooseProfiles(
  files: readonly WrittenFile[],
  variables: ReadonlyMap<string, string>,
  asked: readonly string[],
): readonly string[] {
  const known = knownProfiles(files)
  const choose = (wanted: readonly string[]) =>
    wanted.includes('*') ? known : known.filter((name) => wanted.includes(name))
  const chosen = choose(asked)
  if (chosen.length > 0) return chosen
  return choose((variables.get('COMPOSE_PROFILES') ?? '').split(',').map((name) => name.trim()))
}

/** Throws NAME_UNKNOWN for a profile that no file of the lab has. */
export function checkProfiles(files: readonly WrittenFile[], asked: readonly string[]): void {
  const known = knownProfiles(files)
  const unknown = asked.find((name) => name !== '*' && !known.includes(name))
  if (unknown === undefined) return
  throw new SwitchyardError('NAME_UNKNOWN', `No service of this lab has the profile \`${unknown}\`.`, {
    hint: didYouMean(unknown, known) ?? `The profiles are ${listNames(known)}.`,
  })
}

function knownProfiles(files: readonly WrittenFile[]): readonly string[] {
  return [
    ...new Set(files.flatMap(({ services }) => services.flatMap(({ profiles }) => profiles))),
  ].toSorted()
}
