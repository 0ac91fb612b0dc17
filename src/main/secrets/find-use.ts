import type { SecretProvider } from '../../shared/secrets.ts'
import type { Lab } from '../lab/model.ts'
import type { DeclaredSecrets } from '../lab/switchyard-file/read-secrets.ts'

/** Which env file the stacks of a lab read: the one that the provider writes, or what stands in for it. Pure. */
export function findUse(
  { stacks }: Pick<Lab, 'stacks'>,
  { file, alternatives }: Pick<DeclaredSecrets, 'file' | 'alternatives'>,
): Pick<SecretProvider, 'used' | 'usedInstead' | 'usedBy'> {
  const readersOf = (path: string) =>
    stacks.filter(({ project }) => project.envFiles.includes(path)).map(({ name }) => name)
  const own = readersOf(file)
  if (own.length > 0) return { used: 'own', usedInstead: null, usedBy: own }
  const instead = alternatives.find((path) => readersOf(path).length > 0)
  return instead === undefined
    ? { used: 'none', usedInstead: null, usedBy: [] }
    : { used: 'fallback', usedInstead: instead, usedBy: readersOf(instead) }
}
