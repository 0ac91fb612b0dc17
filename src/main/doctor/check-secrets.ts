import { formatList, formatPlace } from '../../shared/format.ts'
import type { EnvFileState, SecretProvider, StackVariables } from '../../shared/secrets.ts'
import { describeProvider, nameOf, providerTitles } from '../../shared/secrets-words.ts'
import type { Draft } from './draft.ts'

/** What is wrong with providers of secrets, with env files that others can read, and with values nobody has filled in. Pure. */
export function checkSecrets(
  providers: readonly SecretProvider[],
  projects: readonly StackVariables[],
  nowMs: number,
): Draft[] {
  const files = new Map(projects.flatMap(({ envFiles }) => envFiles.map((file) => [file.file, file])))
  const loose = [...files.values()].filter(({ isLoose }) => isLoose)
  return [
    ...providers.map((provider) => judgeProvider(provider, nowMs)),
    ...loose.map(judgeFile),
    ...projects.flatMap(findPlaceholders),
  ]
}

function judgeProvider(provider: SecretProvider, nowMs: number): Draft {
  const { command, file, place, isInstalled, last, used, stack } = provider
  const title = providerTitles[provider.provider]
  const base = { check: 'secrets', about: file, place, ...(stack === null ? {} : { stack }) } as const
  if (!isInstalled)
    return {
      ...base,
      level: 'warning',
      message: `${title} cannot be asked: there is no program ${command[0]}.`,
      advice: 'Install it, or put it on the PATH; until then the env files that are there are used.',
    }
  if (last?.outcome === 'failed')
    return {
      ...base,
      level: 'warning',
      message: `${title} ${last.fault ?? 'failed'} when it was asked last; ${nameOf(file)} is not fresh.`,
      advice: 'Try it: switchyard secrets fetch.',
    }
  if (used === 'none')
    return {
      ...base,
      level: 'warning',
      message: `No stack reads ${nameOf(file)}, which ${title} writes.`,
      advice: 'Name it in `env_files`.',
    }
  return { ...base, level: 'ok', message: `${nameOf(file)}: ${describeProvider(provider, nowMs)}` }
}

function judgeFile({ file, mode }: EnvFileState): Draft {
  return {
    check: 'env-modes',
    about: file,
    level: 'warning',
    message: `${file} holds secrets, and others than you can read it (mode ${mode}).`,
    place: { file },
    advice: `Make it yours alone: chmod 600 ${file}`,
    fix: { kind: 'restrict-file', file },
  }
}

function findPlaceholders({ project, stacks, variables }: StackVariables): Draft[] {
  const found = variables.filter(({ state, isProblem }) => isProblem && state === 'placeholder')
  const first = found[0]?.place
  if (found.length === 0) return []
  const [stack] = stacks
  return [
    {
      check: 'placeholders',
      about: project,
      ...(stack !== undefined && stacks.length === 1 ? { stack } : {}),
      level: 'warning',
      message: `${formatList(
        found.map(({ name }) => name),
        6,
      )} ${found.length === 1 ? 'has' : 'have'} the placeholder of an example for a value.`,
      ...(first ? { place: first } : {}),
      advice: `Fill in your own${first ? `, from ${formatPlace(first)} on` : ''}.`,
    },
  ]
}
