import PQueue from 'p-queue'
import type { Engine } from '../engine/model.ts'
import { findRegistryLogin, type RegistryLogin } from '../engine/registry-login.ts'
import { explainRefusal, isOutOfReach } from './explain-refusal.ts'
import { parseReference } from '../engine/parse-reference.ts'

/** What a registry has under a reference, or why that is not known, in one sentence. */
export type RemoteAnswer = { readonly digest: string } | { readonly reason: string }

export interface AskOptions {
  readonly engine: Pick<Engine, 'findRemoteDigest'>
  /** Where the docker client's settings are. */
  readonly variables: NodeJS.ProcessEnv
  /** For each question, in milliseconds; default 10 s. */
  readonly limitMs?: number
  readonly signal?: AbortSignal
}

const questionsAtOnce = 12
const defaultLimitMs = 10_000

/**
 * Asks the registries for references, each once, several at a time. A registry that is out of reach is asked nothing more; the others
 * still answer. Never throws for what a registry does, but for an engine that does not answer.
 */
export async function askRegistries(
  references: readonly string[],
  { engine, variables, limitMs = defaultLimitMs, signal }: AskOptions,
): Promise<ReadonlyMap<string, RemoteAnswer>> {
  const queue = new PQueue({ concurrency: questionsAtOnce })
  const logins = new Map<string, Promise<RegistryLogin | null>>()
  const lost = new Map<string, unknown>()
  const ask = async (reference: string): Promise<RemoteAnswer> => {
    const { host } = parseReference(reference)
    // The first one to find out spares the others their waiting.
    if (lost.has(host)) return { reason: explainRefusal(reference, lost.get(host)) }
    try {
      const login = await remember(logins, host, () => findRegistryLogin(host, variables))
      const limits = [AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])]
      return { digest: await engine.findRemoteDigest(reference, login, AbortSignal.any(limits)) }
    } catch (error) {
      signal?.throwIfAborted()
      if (isEngineGone(error)) throw error
      if (isOutOfReach(error)) lost.set(host, error)
      return { reason: explainRefusal(reference, error) }
    }
  }
  const answers = await Promise.all(
    [...new Set(references)].map(
      async (reference) => [reference, await queue.add(() => ask(reference))] as const,
    ),
  )
  return new Map(answers)
}

function remember<Value>(
  kept: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key)
  if (known) return known
  const made = make()
  kept.set(key, made)
  return made
}

function isEngineGone(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ENGINE_UNREACHABLE'
}
