import { formatCommand, formatCount } from '../../../shared/format.ts'
import type { SecretFetch, SecretProvider } from '../../../shared/secrets.ts'
import {
  describeFetch,
  describeProvider,
  describeUse,
  providerTitles,
  relativeTo,
} from '../../../shared/secrets-words.ts'
import { useNow } from '../../bridge/use-now.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal, type SignalState } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'

/** Who writes secrets into which env file, how that went, and what is read. */
export function ProvidersPanel({
  providers,
  fetches,
  dir,
}: {
  readonly providers: readonly SecretProvider[]
  /** What the latest asking on this screen came to. */
  readonly fetches: readonly SecretFetch[]
  readonly dir: string
}) {
  const nowMs = useNow(10_000)
  return (
    <Panel title="Providers of secrets" end={formatCount(providers.length, 'provider')}>
      <ul>
        {providers.map((provider) => {
          const { file, command, stack } = provider
          const fetched = fetches.find((each) => each.file === file)
          return (
            <li key={file} className="flex gap-2.5 border-t border-line px-3 py-2.5">
              <span className="mt-0.5">
                <Signal state={signalOf(provider)} label={wordOf(provider)} />
              </span>
              <div className="grid min-w-0 gap-0.5 text-12">
                <h3 className="min-w-0 text-13 break-words">
                  <span className="font-medium">{relativeTo(file, dir)}</span>{' '}
                  <span className="text-ink-2">
                    from {providerTitles[provider.provider]}
                    {stack !== null && `, for ${stack}`}
                  </span>
                </h3>
                <p className="text-ink-2">{describeProvider(provider, nowMs)}</p>
                <p className="text-ink-2">{describeUse(provider, dir)}</p>
                <div role="status">{fetched && <Fetched fetch={fetched} />}</div>
                <div className="flex min-w-0 items-center gap-1">
                  <code className="numeric min-w-0 break-all text-ink-3">{formatCommand(command)}</code>
                  <CopyButton
                    text={formatCommand(command)}
                    label={`Copy the command for ${relativeTo(file, dir)}`}
                  />
                </div>
              </div>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function Fetched({ fetch }: { readonly fetch: SecretFetch }) {
  return (
    <>
      <p className={fetch.outcome === 'failed' ? 'text-failed-ink' : ''}>{describeFetch(fetch)}</p>
      {fetch.output.length > 0 && (
        <pre aria-label="What it said" className="numeric overflow-x-auto whitespace-pre-wrap text-ink-2">
          {fetch.output.join('\n')}
        </pre>
      )}
    </>
  )
}

function signalOf({ last, exists, used, isInstalled }: SecretProvider): SignalState {
  if (last?.outcome === 'failed' || !isInstalled) return exists || used === 'fallback' ? 'warning' : 'failed'
  return exists ? (used === 'own' ? 'ready' : 'warning') : 'waiting'
}

function wordOf(provider: SecretProvider): string {
  const words: Partial<Record<SignalState, string>> = {
    ready: 'in order',
    warning: 'not as it should be',
    failed: 'failed',
    waiting: 'not fetched yet',
  }
  return words[signalOf(provider)] ?? ''
}
