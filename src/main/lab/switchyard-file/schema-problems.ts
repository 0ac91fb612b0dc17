import type { z } from 'zod'
import type { Problem } from '../../../shared/errors.ts'
import { didYouMean, listNames } from './did-you-mean.ts'
import { inFileOrder } from './in-file-order.ts'
import { knownKeysAt } from './known-keys.ts'
import type { FilePath, Places } from './places.ts'

export type Issue = z.core.$ZodIssue

/** One sentence for each mistake that the schema found: what it must be, and what it is. */
export function schemaProblems(issues: readonly Issue[], places: Places): readonly Problem[] {
  const explained = issues.flatMap((issue) => explain(issue, [], places))
  const onceEach = new Map(explained.toReversed().map(({ path, problem }) => [formatPath(path), problem]))
  return inFileOrder([...onceEach.values()])
}

/** A value can be wrong in several ways, of which the first is enough; so problems are known by their path. */
interface Explained {
  readonly path: FilePath
  readonly problem: Problem
}

function explain(issue: Issue, above: FilePath, places: Places): readonly Explained[] {
  if (issue.code === 'unrecognized_keys') {
    const within = pathOf(issue, above)
    return issue.keys.map((key) => ({
      path: [...within, key],
      problem: unknownKey([...within, key], places),
    }))
  }
  const path = pathOf(issue, above)
  if (issue.code === 'invalid_union') {
    const meant = meantOption(issue.errors)
    if (meant) return meant.flatMap((inner) => explain(inner, path, places))
  }
  return [{ path, problem: { code: 'LAB_FILE_INVALID', ...tell(issue, path, places) } }]
}

function tell(issue: Issue, path: FilePath, places: Places): Pick<Problem, 'message' | 'place'> {
  const { message: expected, input } = issue
  if (issue.code === 'custom' && issue.params?.['isSentence'] === true) {
    return { message: expected, place: places.key(path) }
  }
  if (issue.code === 'invalid_key') {
    const within = formatPath(path.slice(0, -1))
    const wanted = issue.issues[0]?.message ?? expected
    return { message: `\`${path.at(-1)}\` in \`${within}\` must be ${wanted}.`, place: places.key(path) }
  }
  if (path.length === 0) {
    return {
      message: `The file must be ${expected}, not ${describeValue(input)}.`,
      place: places.value(path),
    }
  }
  if (input === undefined) {
    const message = `\`${formatPath(path)}\` is missing; it must be ${expected}.`
    return { message, place: places.value(path.slice(0, -1)) }
  }
  return {
    message: `\`${formatPath(path)}\` must be ${expected}, not ${describeValue(input)}.`,
    place: places.value(path),
  }
}

/** From the top of the file, also for an issue within a union. */
export function pathOf(issue: Issue, above: FilePath): FilePath {
  return [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
}

/** The one option of a union that the value has the right type for; its own mistakes are the ones to tell. */
function meantOption(options: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const sameType = options.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  const [meant] = sameType
  return meant &&
    sameType.length === 1 &&
    meant.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys')
    ? meant
    : null
}

function unknownKey(path: FilePath, places: Places): Problem {
  const key = String(path.at(-1))
  const known = knownKeysAt(path.slice(0, -1))
  const within = path.length === 1 ? '' : ` in \`${formatPath(path.slice(0, -1))}\``
  const otherWord = otherWords[key]
  const suggestion =
    otherWord && known.includes(otherWord) ? `Did you mean \`${otherWord}\`?` : didYouMean(key, known)
  return {
    code: 'LAB_FILE_INVALID',
    message: `There is no key \`${key}\`${within}.`,
    place: places.key(path),
    hint: suggestion ?? `The keys are ${listNames(known)}.`,
  }
}

/** What people bring from Compose files. */
const otherWords: Readonly<Record<string, string>> = {
  depends_on: 'needs',
  healthcheck: 'readiness',
  compose_files: 'files',
  services: 'stacks',
  env: 'env_files',
  disabled: 'enabled',
}

/** `stacks.gateway.links[0].url` */
export function formatPath(path: FilePath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')
}

function describeValue(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a map'
  // JSON would make `null` of `.inf` and `.nan`.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}
