import { implement } from '@orpc/server'
import type { z } from 'zod'
import { contract, type labSelectionSchema, type runRequestSchema } from '../../shared/contract.ts'
import type { Compose } from '../compose/compose.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import type { Engine } from '../engine/model.ts'
import { renderSwitchyardFile, writeSwitchyardFile } from '../lab/init.ts'
import { loadLab } from '../lab/load-lab.ts'
import { collectFacts, findKnownReady, findStartTimes, resolveLab, stopFacts } from '../run/collect-facts.ts'
import type { LabModel } from '../run/lab-model.ts'
import { planRun } from '../run/plan-run.ts'
import { readStatus } from '../run/read-status.ts'
import type { RunManager } from '../run/run-manager.ts'
import type { History } from '../store/history.ts'
import { describeFailure } from './describe-failure.ts'
import { describeLab } from './describe-lab.ts'
import { readLogs } from './read-logs.ts'

/** The rooms behind the contract. */
export interface Rooms {
  readonly variables: NodeJS.ProcessEnv
  readonly compose: Compose
  readonly engine: Engine
  readonly history: History
  readonly runs: RunManager
}

/** Implements the contract over the rooms; the same router serves every door. */
export function createRouter(rooms: Rooms) {
  const { engine, history, runs } = rooms
  const server = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw describeFailure(error)
    }
  })

  return server.router({
    labs: {
      list: server.labs.list.handler(() => [...history.listLabs()]),
      describe: server.labs.describe.handler(async ({ input }) => describeLab(await modelOf(rooms, input))),
      init: server.labs.init.handler(async ({ input }) => {
        const model = await modelOf(rooms, { dir: input.dir, environment: null, profiles: [] })
        const text = renderSwitchyardFile(model.lab, { schema: null, services: serviceNames(model) })
        return { file: input.dryRun ? null : await writeSwitchyardFile(input.dir, text), text }
      }),
      status: server.labs.status.handler(async ({ input }) => {
        const model = await modelOf(rooms, input)
        const containers = await engine.listContainers(projectNames(model))
        const startedAt = await findStartTimes(containers, engine)
        const knownReady = findKnownReady(containers, startedAt, history)
        return readStatus({ model, containers, knownReady, startedAt })
      }),
      logs: server.labs.logs.handler(async function* ({ input, signal }) {
        try {
          const model = await modelOf(rooms, input)
          const containers = await engine.listContainers(projectNames(model))
          yield* readLogs({ engine, model, containers }, input, signal)
        } catch (error) {
          throw describeFailure(error)
        }
      }),
      doctor: server.labs.doctor.handler(({ input }) => runDoctor(rooms, input)),
    },
    runs: {
      plan: server.runs.plan.handler(async ({ input }) => (await prepareRun(rooms, input)).plan),
      start: server.runs.start.handler(async ({ input }) => {
        const prepare = async () => {
          const prepared = await prepareRun(rooms, input)
          history.useLab(prepared.plan.lab, new Date().toISOString())
          return prepared
        }
        return { runId: await runs.start(input.dir, prepare, { rollback: input.rollback }) }
      }),
      events: server.runs.events.handler(async function* ({ input, signal }) {
        try {
          yield* runs.events(input.runId, signal)
        } catch (error) {
          throw describeFailure(error)
        }
      }),
      cancel: server.runs.cancel.handler(({ input }) => ({
        cancelled: runs.cancel(input.runId, input.rollback),
      })),
      history: server.runs.history.handler(({ input }) => [...history.listRuns(input.dir, input.limit)]),
    },
  })
}

export type Router = ReturnType<typeof createRouter>

async function modelOf(rooms: Rooms, selection: z.output<typeof labSelectionSchema>): Promise<LabModel> {
  return resolveLab(await loadLab(selection, rooms), rooms.compose)
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

function serviceNames({ lab, services }: LabModel): ReadonlyMap<string, readonly string[]> {
  return new Map(
    lab.stacks.map(({ name }) => [
      name,
      services.filter(({ ref }) => ref.stack === name).map(({ service }) => service.name),
    ]),
  )
}

function projectNames({ lab }: LabModel): readonly string[] {
  return [...new Set(lab.stacks.map(({ project }) => project.name))]
}
