import { formatCount, formatDuration, formatList } from './format.ts'
import type { Plan } from './plan.ts'
import type { ProviderName, SecretFetch, SecretProvider, VariableState } from './secrets.ts'

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

/** The last part of a path. */
export function nameOf(file: string): string {
  return file.replace(/^.*\//, '')
}
