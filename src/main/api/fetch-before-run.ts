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
import { containersForTargets } from '../run/plan/containers-for-targets.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { findStacksOfRun } from '../run/plan/stacks-of-run.ts'
import { modelOf, type Rooms } from './rooms.ts'

type Request = z.output<typeof runRequestSchema>
type Reading = Pick<Rooms, 'secrets' | 'compose' | 'variables' | 'engine'>

export interface FetchedSecrets {
  readonly declared: readonly DeclaredSecrets[]
  readonly fetches: readonly SecretFetch[]
}

/**
 * Asks the providers of secrets that a run needs, before its files are read: its plan is made with the fresh values. Throws
 * SECRETS_FAILED when one fails whose failure starts nothing.
 */
export async function fetchBeforeRun(rooms: Reading, request: Request): Promise<FetchedSecrets> {
  if (!request.fetchSecrets || !needsSecrets(request)) return { declared: [], fetches: [] }
  const { secrets } = rooms
  const declared = await findConcerned(rooms, request)
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
  rooms: Reading,
  request: Request,
  { plan, model }: PreparedRun,
): Promise<Plan> {
  if (!needsSecrets(request)) return plan
  const { secrets } = rooms
  const declared = await findConcerned(rooms, request)
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

/** The providers of the lab, and those of the stacks that the run is about. */
async function findConcerned(rooms: Reading, request: Request): Promise<readonly DeclaredSecrets[]> {
  const declared = await rooms.secrets.declared(request.dir)
  if (request.targets.length === 0 || declared.every(({ stack }) => stack === null)) return declared
  const model = await readWithoutSecrets(rooms, request)
  if (!model) return declared
  const containers = await containersForTargets(model, request.targets, rooms.engine)
  const stacks = findStacksOfRun(model, request, containers)
  return declared.filter(({ stack }) => stack === null || (stacks?.has(stack) ?? true))
}

/** Null for files that cannot be read: secrets may be all that they lack, and the plan says so when it is something else. */
async function readWithoutSecrets(rooms: Reading, request: Request): Promise<LabModel | null> {
  try {
    return await modelOf(rooms, request)
  } catch (error) {
    if (error instanceof SwitchyardError && error.code !== 'COMPOSE_MISSING') return null
    throw error
  }
}
