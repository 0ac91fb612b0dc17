import type { z } from 'zod'
import { checkComposeVersion } from '../compose/check-version.ts'
import type { runRequestSchema } from '../../shared/contract.ts'
import { formatServiceRef } from '../../shared/format.ts'
import { findBrokenUpdate } from '../run/broken-update.ts'
import type { RunKind } from '../../shared/plan.ts'
import { collectFacts, stopFacts } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { planRun } from '../run/plan/plan-run.ts'
import {
  fetchBeforeRun,
  withFailedFetches,
  withFetchedSecrets,
  withSecretsToFetch,
} from './fetch-before-run.ts'
import { resolveEnvironments } from '../run/facts/resolve-environments.ts'
import { describingFailures, implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** Runs: what one would do, one that goes on, and those that were. */
export function runProcedures(rooms: Rooms) {
  const { history, runs } = rooms
  return {
    plan: implementer.runs.plan.handler(async ({ input }) =>
      withSecretsToFetch(rooms, input, await prepareRun(rooms, input)),
    ),
    start: implementer.runs.start.handler(async ({ input }) => ({ runId: await startRun(rooms, input) })),
    events: implementer.runs.events.handler(({ input, signal }) =>
      describingFailures(runs.events(input.runId, signal)),
    ),
    cancel: implementer.runs.cancel.handler(({ input }) => ({
      cancelled: runs.cancel(input.runId, input.rollback),
    })),
    history: implementer.runs.history.handler(({ input }) => [...history.listRuns(input.dir, input.limit)]),
  }
}

/** Fetches what its secrets need, plans a run, begins it and returns its id; `schedule` is the name of the one that asks for it. */
export function startRun(
  rooms: Rooms,
  request: z.output<typeof runRequestSchema>,
  schedule?: string,
): Promise<string> {
  const prepare = async () => {
    const fetched = await fetchBeforeRun(rooms, request)
    const planned = await prepareRun(rooms, request).catch((error: unknown) => {
      throw withFailedFetches(error, fetched)
    })
    const prepared = withFetchedSecrets(rooms, planned, fetched)
    rooms.history.useLab(prepared.plan.lab, new Date().toISOString())
    return prepared
  }
  const by = schedule === undefined ? {} : { schedule }
  return rooms.runs.start(request.dir, prepare, { rollback: request.rollback, ...by })
}

async function prepareRun(rooms: Rooms, request: z.output<typeof runRequestSchema>) {
  const startsNothing = ['stop', 'down', 'build'].includes(request.kind)
  // Files and engine know nothing of each other, so both are read at once.
  const [model, snapshot] = await bothOrFirst(
    modelOf(rooms, request),
    rooms.engine.snapshot({ containersOnly: startsNothing }),
  )
  // Then what runs is all that must be known.
  if (startsNothing) return { plan: planRun(stopFacts(model, snapshot), request), model }
  const [facts, environments, knowledge, composeVersion] = await Promise.all([
    collectFacts(model, snapshot, rooms),
    asksForEnvironments(request.kind, model)
      ? resolveEnvironments(model.lab, snapshot.containers, rooms.compose)
      : null,
    request.kind === 'update' ? rooms.updates.collect(model, request) : undefined,
    rooms.compose.version(),
  ])
  checkComposeVersion(composeVersion)
  const known = environments ? { ...facts, environments } : facts
  if (!knowledge) return { plan: planRun(known, request), model }
  const broken = findBrokenUpdate(rooms, request.dir)
  const down = broken.filter(({ wasUp }) => wasUp).map(({ step: { service } }) => formatServiceRef(service))
  const plan = planRun(known, request, { ...knowledge, takenDown: new Set(down) })
  const notes = broken.map(({ message, advice }) => `${message} ${advice}`)
  return { plan: { ...plan, warnings: [...notes, ...plan.warnings] }, model }
}

/** Whose image a name is where several environments build it, only all of them together tell. */
function asksForEnvironments(kind: RunKind, { services }: LabModel): boolean {
  if (kind === 'switch') return true
  return (
    kind !== 'update' &&
    services.some(({ service, stack }) => service.hasBuild && stack.environments.length > 0)
  )
}

/** When both fail, what is wrong with the files is told: the operator can mend it without an engine. */
async function bothOrFirst<First, Second>(
  first: Promise<First>,
  second: Promise<Second>,
): Promise<[First, Second]> {
  second.catch(() => undefined)
  return [await first, await second]
}
