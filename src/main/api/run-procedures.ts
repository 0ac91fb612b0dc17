import type { z } from 'zod'
import type { runRequestSchema } from '../../shared/contract.ts'
import { collectFacts, stopFacts } from '../run/collect-facts.ts'
import { planRun } from '../run/plan-run.ts'
import { describingFailures, implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** Runs: what one would do, one that goes on, and those that were. */
export function runProcedures(rooms: Rooms) {
  const { history, runs } = rooms
  return {
    plan: implementer.runs.plan.handler(async ({ input }) => (await prepareRun(rooms, input)).plan),
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

/** Plans a run, begins it and returns its id; `schedule` is the name of the one that asks for it. */
export function startRun(
  rooms: Rooms,
  request: z.output<typeof runRequestSchema>,
  schedule?: string,
): Promise<string> {
  const prepare = async () => {
    const prepared = await prepareRun(rooms, request)
    rooms.history.useLab(prepared.plan.lab, new Date().toISOString())
    return prepared
  }
  const by = schedule === undefined ? {} : { schedule }
  return rooms.runs.start(request.dir, prepare, { rollback: request.rollback, ...by })
}

async function prepareRun(rooms: Rooms, request: z.output<typeof runRequestSchema>) {
  const isStop = request.kind === 'stop' || request.kind === 'down'
  // Files and engine know nothing of each other, so both are read at once.
  const [model, snapshot] = await bothOrFirst(
    modelOf(rooms, request),
    rooms.engine.snapshot({ containersOnly: isStop }),
  )
  const facts = isStop ? stopFacts(model, snapshot) : await collectFacts(model, snapshot, rooms)
  return { plan: planRun(facts, request), model }
}

/** When both fail, what is wrong with the files is told: the operator can mend it without an engine. */
async function bothOrFirst<First, Second>(
  first: Promise<First>,
  second: Promise<Second>,
): Promise<[First, Second]> {
  second.catch(() => undefined)
  return [await first, await second]
}
