import type { Place } from '../../../shared/errors.ts'
import type { LabVariable } from '../../../shared/secrets.ts'
import type { EnvEntry } from '../../compose/env-file.ts'
import { isPlainValue, isSecretFile, isSecretName, isSecretValue } from '../../detail/secrets.ts'
import { isPlaceholder } from './find-placeholder.ts'
import type { Reference } from './find-references.ts'

export interface VariableFacts {
  readonly name: string
  readonly shell: string | undefined
  /** In the order in which the files count. */
  readonly entries: readonly EnvEntry[]
  /** What the last of them comes to. */
  readonly value: string | undefined
  readonly references: readonly Reference[]
  readonly example: EnvEntry | undefined
}

/** How a variable stands, and where its value comes from; the value itself goes no further. Pure. */
export function judgeVariable(facts: VariableFacts): LabVariable {
  const { name, shell, entries, references, example } = facts
  const given = shell ?? facts.value
  const last = entries.at(-1)
  const fallback = defaultOf(given, references)
  const from = fallback ? 'default' : shell !== undefined ? 'shell' : last ? 'env_file' : null
  const place =
    from === 'default' ? (fallback?.place ?? null) : from === 'env_file' ? (last?.place ?? null) : null
  const overridden = from === 'env_file' ? entries.slice(0, -1) : entries
  const value = fallback ? (fallback.default ?? '') : given
  const asking =
    references.find(({ need }) => need === 'demanded') ?? references.find(({ need }) => need === 'expected')
  const state = stateOf(name, value, fallback ? undefined : example?.value)
  const required = asking ? 'compose' : example ? 'example' : null
  const refusesEmpty = references.some(({ need, refusesEmpty: refuses }) => need === 'demanded' && refuses)
  return {
    name,
    state,
    isSecret: isSecret(name, value ?? '', entries),
    from,
    place,
    alsoIn: overridden.map((entry) => entry.place).toReversed(),
    required,
    requiredAt: requiredAt(asking, example),
    isMentioned: references.length > 0,
    isProblem:
      state === 'placeholder' ||
      (required !== null && state === 'missing') ||
      (refusesEmpty && state === 'empty'),
  }
}

function stateOf(name: string, value: string | undefined, example: string | undefined): LabVariable['state'] {
  if (value === undefined) return 'missing'
  if (value === '') return 'empty'
  return isPlaceholder(name, value, example) ? 'placeholder' : 'set'
}

/** The default that takes effect: only when every mention has one does nothing stay open. */
function defaultOf(given: string | undefined, references: readonly Reference[]): Reference | undefined {
  const asking = references.filter(({ need, default: own }) => need !== 'optional' || own !== null)
  if (asking.length === 0 || asking.some(({ default: own }) => own === null)) return undefined
  const isOpen = given === undefined || (given === '' && asking.every(({ refusesEmpty }) => refusesEmpty))
  return isOpen ? asking[0] : undefined
}

function isSecret(name: string, value: string, entries: readonly EnvEntry[]): boolean {
  if (isPlainValue(name, value)) return isSecretName(name)
  return isSecretName(name) || isSecretValue(value) || entries.some(({ place }) => isSecretFile(place.file))
}

function requiredAt(asking: Reference | undefined, example: EnvEntry | undefined): Place | null {
  return asking?.place ?? example?.place ?? null
}
