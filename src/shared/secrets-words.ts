import type { Place } from './errors.ts'
import { formatCount, formatDuration, formatList, formatPlace } from './format.ts'
import type { Plan } from './plan.ts'
import type {
  EnvFileState,
  LabVariable,
  ProviderName,
  SecretFetch,
  SecretProvider,
  VariableState,
} from './secrets.ts'

export const providerTitles: Readonly<Record<ProviderName, string>> = {
  infisical: 'Infisical',
  sops: 'sops',
  '1password': '1Password',
  command: 'command',
}

export const stateWords: Readonly<Record<VariableState, string>> = {
  set: 'set',
  empty: 'empty',
  placeholder: 'placeholder',
  missing: 'missing',
}

/** A step that fetches secrets: `secrets from Infisical into .env.infisical`. */
export function describeSecrets({ provider, file }: Pick<SecretFetch, 'provider' | 'file'>): string {
  return `secrets from ${providerTitles[provider]} into ${nameOf(file)}`
}

/** One sentence on what became of a provider: how many variables, and which names changed. */
export function describeFetch(fetch: SecretFetch): string {
  const { provider, file, outcome, fault, variables } = fetch
  if (outcome === 'failed') return `${providerTitles[provider]} ${fault ?? 'failed'}.`
  const came = `${formatCount(variables, 'variable')} from ${providerTitles[provider]} in ${nameOf(file)}`
  const changes = describeChanges(fetch)
  return changes === '' ? `${came}, as before.` : `${came}: ${changes}.`
}

/** What goes on when a provider failed: which env file is read, or that none stands in. */
export function describeFallback(
  fetch: Pick<SecretFetch, 'provider' | 'file' | 'fault'>,
  use: Pick<SecretProvider, 'used' | 'usedInstead' | 'usedBy' | 'writtenAt'>,
  nowMs: number,
): string {
  const why = `${providerTitles[fetch.provider]} ${fetch.fault ?? 'failed'}`
  const stacks = use.usedBy.length > 0 ? ` (${formatList(use.usedBy, 4)})` : ''
  const age = use.writtenAt === null ? '' : ` of ${formatDuration(nowMs - Date.parse(use.writtenAt))} ago`
  if (use.used === 'own') return `${why}: ${nameOf(fetch.file)}${age} is used as it is${stacks}.`
  if (use.usedInstead !== null) return `${why}: ${nameOf(use.usedInstead)} is used instead${stacks}.`
  return `${why}: no env file stands in for ${nameOf(fetch.file)}.`
}

/** How the file of a provider is, and how it went last. */
export function describeProvider(
  { isInstalled, last, writtenAt, variables, exists, command }: SecretProvider,
  nowMs: number,
): string {
  const age = (at: string) => `${formatDuration(nowMs - Date.parse(at))} ago`
  const written =
    writtenAt === null
      ? exists
        ? 'It is there, but was written by something else.'
        : 'It was never written.'
      : `Written ${age(writtenAt)}, ${formatCount(variables ?? 0, 'variable')}.`
  const failed = last?.outcome === 'failed' ? ` Failed ${age(last.at)}: it ${last.fault ?? 'failed'}.` : ''
  const missing = isInstalled ? '' : ` ${nameOf(command[0] ?? '')} is not installed.`
  return `${written}${failed}${missing}`
}

/** Which env file is read, and by which stacks. */
export function describeUse({ used, usedInstead, usedBy, file }: SecretProvider, dir: string): string {
  const stacks = formatList(usedBy, 6)
  if (used === 'own') return `Read by ${stacks}.`
  if (usedInstead !== null) return `${relativeTo(usedInstead, dir)} is read instead, by ${stacks}.`
  return `No stack reads ${relativeTo(file, dir)}: name it in \`env_files\`.`
}

/** An env file in a few words: `12 variables, mode 600`. */
export function describeEnvFile({ exists, mode, variables, mistake, isLoose }: EnvFileState): string {
  if (!exists) return 'missing'
  if (mistake !== null) return `refused, ${mistake}`
  const readers = isLoose ? `mode ${mode}: others can read its secrets` : `mode ${mode}`
  return `${formatCount(variables, 'variable')}, ${readers}`
}

/** Where a value comes from: `.env:3`, `the shell`, `default in compose.yaml:12`. */
export function describeSource({ from, place }: LabVariable, dir: string): string {
  if (from === 'shell') return 'the shell'
  if (from === null || place === null) return ''
  return from === 'default' ? `default in ${relativePlace(place, dir)}` : relativePlace(place, dir)
}

/** Who asks for a variable: `asked for in compose.yaml:12`. */
export function describeNeed({ required, requiredAt }: LabVariable, dir: string): string {
  if (required === null || requiredAt === null) return ''
  const verb = required === 'compose' ? 'asked for in' : 'expected by'
  return `${verb} ${relativePlace(requiredAt, dir)}`
}

/** Whether a run would do nothing besides fetching secrets. */
export function isNothingToDo(plan: Pick<Plan, 'steps'>): boolean {
  return plan.steps.every(({ kind }) => kind === 'secrets')
}

function describeChanges({ added, removed, changed }: SecretFetch): string {
  const parts = [
    ['added', added],
    ['changed', changed],
    ['removed', removed],
  ] as const
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([word, names]) => `${word} ${formatList(names, 8)}`)
    .join('; ')
}

/** A place of a file with its path from the lab's folder, without the column. */
export function relativePlace(place: Place, dir: string): string {
  const { file, line } = place
  return formatPlace({ file: relativeTo(file, dir), ...(line === undefined ? {} : { line }) })
}

/** A path from the lab's folder; whole, when it lies elsewhere. */
export function relativeTo(file: string, dir: string): string {
  return file.startsWith(`${dir}/`) ? file.slice(dir.length + 1) : file
}

/** The last part of a path. */
export function nameOf(file: string): string {
  return file.replace(/^.*\//, '')
}
