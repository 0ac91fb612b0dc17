import { formatCommand, formatCount, formatDuration, formatPlace } from '../../../shared/format.ts'
import type { SecretFetch, SecretProvider } from '../../../shared/secrets.ts'
import {
  describeFetch,
  describeProvider,
  describeUse,
  nameOf,
  providerTitles,
  relativeTo,
} from '../../../shared/secrets-words.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'

/** Each provider with how its file is, what is read and how it is asked. Pure. */
export function renderProviders(
  providers: readonly SecretProvider[],
  dir: string,
  style: Style,
  nowMs: number,
): Line[] {
  if (providers.length === 0)
    return [line('switchyard.yaml names no provider of secrets (key `secrets`).', 'quiet')]
  return providers.flatMap((provider, index) => [
    ...(index === 0 ? [] : [[]]),
    [
      ...symbol(signalOf(provider), style),
      span(`${relativeTo(provider.file, dir)} from ${providerTitles[provider.provider]}`, 'strong'),
      span(provider.stack === null ? '' : `  stack ${provider.stack}`, 'quiet'),
    ],
    line(`     ${describeProvider(provider, nowMs)}`),
    line(`     ${describeUse(provider, dir)}`),
    line(
      `     $ ${formatCommand(provider.command)}  (at most ${formatDuration(provider.timeoutMs)}, ${formatPlace(provider.place)})`,
      'quiet',
    ),
  ])
}

/** What `secrets fetch` would run. */
export function renderCalls(providers: readonly SecretProvider[]): Line[] {
  return [
    line(`Would ask ${formatCount(providers.length, 'provider')}:`),
    ...providers.map(({ command, file }) => line(`  ${nameOf(file)}  $ ${formatCommand(command)}`)),
  ]
}

/** What came of asking: how many variables, and which names changed. */
export function renderFetches(fetches: readonly SecretFetch[], style: Style): Line[] {
  if (fetches.length === 0)
    return [line('switchyard.yaml names no provider of secrets (key `secrets`).', 'quiet')]
  return fetches.flatMap((fetch) => [
    [...symbol(fetch.outcome === 'failed' ? 'failed' : 'ready', style), span(describeFetch(fetch))],
    ...fetch.output.map((text) => line(`     ${text}`, 'quiet')),
    ...(fetch.outcome === 'failed' ? [line(`     ${nameOf(fetch.file)} is as it was.`)] : []),
    ...(fetch.keptCopy === null
      ? []
      : [line(`     What something else had written there is kept as ${nameOf(fetch.keptCopy)}.`)]),
  ])
}

function signalOf({ last, exists, used, isInstalled }: SecretProvider): Signal {
  if (last?.outcome === 'failed' || !isInstalled) return exists || used === 'fallback' ? 'warning' : 'failed'
  return exists ? (used === 'own' ? 'ready' : 'warning') : 'waiting'
}

function symbol(signal: Signal, style: Style): Line {
  return [span(symbolOf(signal, style), signal), span('  ')]
}
