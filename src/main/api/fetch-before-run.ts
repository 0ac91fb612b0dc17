import type { z } from 'zod'
import type { runRequestSchema } from '../../shared/contract.ts'
import { errorFromProblems, SwitchyardError } from '../../shared/errors.ts'
import type { Plan } from '../../shared/plan.ts'
import type { SecretFetch } from '../../shared/secrets.ts'
import { describeFallback, nameOf, providerTitles } from '../../shared/secrets-words.ts'
import { formatDuration, formatList } from '../../shared/format.ts'
import type { DeclaredSecrets } from '../lab/switchyard-file/read-secrets.ts'
import type { PreparedRun } from '../run/run-manager.ts'
import { describeFailures, refuseFailures } from '../secrets/create-secrets.ts'
import type { Rooms } from './rooms.ts'

type Request = Pick<z.output<typeof runRequestSchema>, 'kind' | 'dir' | 'targets' | 'fetchSecrets'>

export interface FetchedSecrets {
  readonly declared: readonly DeclaredSecrets[]
  readonly fetches: readonly SecretFetch[]
}

/**
 * Asks the providers of secrets that a run needs, before its files are read: its plan is made with the fresh values. Throws
 * SECRETS_FAILED when one fails whose failure starts nothing.
 */
export async function fetchBeforeRun(
  { secrets }: Pick<Rooms, 'secrets'>,
  request: Request,
): Promise<FetchedSecrets> {
  if (!request.fetchSecrets || !needsSecrets(request)) return { declared: [], fetches: [] }
  const declared = await secrets.declared(request.dir, stacksOf(request))
  const fetches = await secrets.fetch(request.dir, declared)
  refuseFailures(fetches, declared)
  return { declared, fetches }
}

/** What keeps a run from being planned, with the providers that failed right before: a variable that is missing may be theirs. */
export function withFailedFetches(error: unknown, { declared, fetches }: FetchedSecrets): unknown {
  const failed = describeFailures(
    fetches.filter(({ outcome }) => outcome === 'failed'),
    declared,
  )
  if (!(error instanceof SwitchyardError) || failed.length === 0) return error
  return errorFromProblems([...error.problems, ...failed])
}

/** The run with its secrets as its first steps, which are done already, and with what is used where one failed. */
export function withFetchedSecrets(
  { secrets }: Pick<Rooms, 'secrets'>,
  prepared: PreparedRun,
  { declared, fetches }: FetchedSecrets,
): PreparedRun {
  if (declared.length === 0) return prepared
  const { plan, model } = prepared
  const providers = secrets.describe(model.lab, declared)
  const nowMs = Date.now()
  const outcomes = fetches.map((fetch) => {
    const use = providers.find(({ file }) => file === fetch.file)
    const fallback = fetch.outcome === 'failed' && use ? describeFallback(fetch, use, nowMs) : null
    return { ...fetch, fallback }
  })
  const steps = declared.map((each) => secrets.step(plan.lab.dir, each))
  return { ...prepared, plan: { ...plan, steps: [...steps, ...plan.steps] }, secrets: outcomes }
}

/** A plan only: what would be asked, and that the plan itself was made with what is there. */
export async function withSecretsToFetch(
  { secrets }: Pick<Rooms, 'secrets'>,
  request: Request,
  { plan, model }: PreparedRun,
): Promise<Plan> {
  if (!needsSecrets(request)) return plan
  const declared = await secrets.declared(request.dir, stacksOf(request))
  if (declared.length === 0) return plan
  const nowMs = Date.now()
  const there = secrets
    .describe(model.lab, declared)
    .map(({ provider, file, exists, writtenAt, usedInstead }) => {
      const age = writtenAt === null ? '' : ` of ${formatDuration(nowMs - Date.parse(writtenAt))} ago`
      if (exists) return `${nameOf(file)}${age}`
      return usedInstead === null
        ? `nothing from ${providerTitles[provider]}`
        : `${nameOf(usedInstead)} for ${nameOf(file)}`
    })
  const made = `this plan is made with what is there: ${formatList(there)}.`
  return request.fetchSecrets
    ? {
        ...plan,
        steps: [...declared.map((each) => secrets.step(plan.lab.dir, each)), ...plan.steps],
        warnings: [`A plan fetches no secrets; ${made}`, ...plan.warnings],
      }
    : { ...plan, warnings: [`Secrets are not fetched; ${made}`, ...plan.warnings] }
}

/** A stop resolves no value into anything that goes on. */
function needsSecrets({ kind }: Request): boolean {
  return kind !== 'stop' && kind !== 'down'
}

/** Null: all of the lab. */
function stacksOf({ targets }: Request): ReadonlySet<string> | null {
  return targets.length === 0 ? null : new Set(targets.map((target) => target.split('/')[0] ?? target))
}
