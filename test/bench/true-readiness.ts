import { callEngine } from '../../scripts/engine/engine-api.ts'
import { formatServiceRef } from '../../src/shared/format.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { type CriticalPath, type PathNode, findCriticalPath } from '../../src/main/run/plan/critical-path.ts'
import type { TimedRun } from './open-bench.ts'

/** When a fixture service really was ready (or had done its work), by its own word. Epoch milliseconds. */
export interface TrueReadiness {
  readonly startedAtMs: number
  readonly readyAtMs: number | null
}

/** Of every container of the engine, by `project/service`. */
export async function readTrueReadiness(dockerHost: string): Promise<ReadonlyMap<string, TrueReadiness>> {
  const ask = async (path: string) => (await callEngine(dockerHost, path)).text
  const containers = JSON.parse(await ask('/containers/json?all=1')) as readonly {
    readonly Id: string
    readonly Labels: Readonly<Record<string, string>>
  }[]
  return new Map(
    await Promise.all(
      containers.map(async ({ Id, Labels }) => {
        const { State } = JSON.parse(await ask(`/containers/${Id}/json`)) as {
          readonly State: { readonly StartedAt: string }
        }
        const log = await ask(`/containers/${Id}/logs?stdout=1&stderr=1`)
        const said = /(?:ready|exiting with code 0) at (\d+)/.exec(log)?.[1]
        const key = `${Labels['com.docker.compose.project'] ?? ''}/${Labels['com.docker.compose.service'] ?? ''}`
        const readyAtMs = said === undefined ? null : Number(said)
        return [key, { startedAtMs: Date.parse(State.StartedAt), readyAtMs }] as const
      }),
    ),
  )
}

export function planOf({ events }: TimedRun): Plan {
  const [first] = events
  if (first?.type !== 'run-started') throw new Error('The run did not begin with its plan.')
  return first.plan
}

/** From start to ready of each service of a plan, in milliseconds by `stack/service`. Throws when one never said so. */
export function readinessTimes(
  plan: Plan,
  truth: ReadonlyMap<string, TrueReadiness>,
): ReadonlyMap<string, number> {
  const starts = plan.steps.filter((step) => step.kind === 'start')
  return new Map(
    starts.map(({ service, project }) => {
      const said = truth.get(`${project}/${service.service}`)
      if (said === undefined || said.readyAtMs === null)
        throw new Error(`${formatServiceRef(service)} never said that it is ready.`)
      return [formatServiceRef(service), said.readyAtMs - said.startedAtMs]
    }),
  )
}

/** The longest way through the gates of the plan, if starting cost nothing and readiness were seen at once. */
export function findTruePath(plan: Plan, times: ReadonlyMap<string, number>): CriticalPath {
  const nodes = plan.steps
    .filter((step) => step.kind === 'start')
    .map(({ service, gates }): PathNode => {
      const key = formatServiceRef(service)
      return { key, gates, expectedMs: times.get(key) ?? null }
    })
  const path = findCriticalPath(nodes)
  if (path === null) throw new Error('The plan starts nothing.')
  return path
}
