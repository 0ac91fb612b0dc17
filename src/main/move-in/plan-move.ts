import { runRequestSchema } from '../../shared/contract.ts'
import type { MovePlan } from '../../shared/move-in.ts'
import type { Side } from '../../shared/move-in-words.ts'
import type { RunKind } from '../../shared/plan.ts'
import type { EngineSnapshot } from '../engine/model.ts'
import type { HostControl } from '../host/control-model.ts'
import type { GpuLook } from '../host/readings/gpu/look-at-gpus.ts'
import { collectFacts, stopFacts } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { planRun } from '../run/plan/plan-run.ts'
import type { PlanFacts } from '../run/plan/plan-start.ts'
import type { PreparedRun } from '../run/run-manager.ts'
import type { History } from '../store/history.ts'
import { planRenames, projectsOf, readSides, type Sides } from './move-sides.ts'
import type { MoveRooms } from './rooms.ts'

export interface PlanRooms extends MoveRooms {
  readonly history: History
  readonly lookAtGpus: GpuLook
  readonly host: Pick<HostControl, 'isOff'>
}

/** What switching over to the new stacks, or going back to the old file, would do. Changes nothing. */
export async function planMove({ dir, to }: { dir: string; to: Side }, rooms: PlanRooms): Promise<MovePlan> {
  const sides = await readSides(dir, rooms)
  const snapshot = await rooms.engine.snapshot()
  const leaving = leavingModel(sides, to)
  const renames = leaving ? planRenames(sides.models[to], snapshot.containers) : []
  return {
    stop: leaving ? planRun(stopFacts(leaving, snapshot), requestFor('stop', leaving)) : null,
    renames: renames.map(({ from, to: name }) => ({ from, to: name })),
    start: planRun(
      await startFacts(sides.models[to], leaving, snapshot, rooms),
      requestFor('start', sides.models[to]),
    ),
  }
}

/** One of the two runs of a move, with its plan as things are now. */
export async function prepareMove(
  { dir, to, part }: { dir: string; to: Side; part: 'stop' | 'start' },
  rooms: PlanRooms,
): Promise<PreparedRun> {
  const sides = await readSides(dir, rooms)
  const leaving = leavingModel(sides, to)
  const arriving = sides.models[to]
  if (part === 'stop') {
    const model = leaving ?? arriving
    const facts = stopFacts(model, await rooms.engine.snapshot({ containersOnly: true }))
    const request = requestFor('stop', model)
    // In one project there is nothing to stop: the containers are the same.
    return { plan: leaving ? planRun(facts, request) : { ...planRun(facts, request), steps: [] }, model }
  }
  const before = await rooms.engine.snapshot()
  // First the plan: what is wrong with it is told before a container gets another name.
  const plan = planRun(await startFacts(arriving, null, before, rooms), requestFor('start', arriving))
  const renames = leaving ? planRenames(arriving, before.containers) : []
  for (const { id, to: name } of renames) await rooms.engine.rename(id, name)
  return { plan, model: arriving }
}

function leavingModel({ isOneProject, models }: Sides, to: Side): LabModel | null {
  return isOneProject ? null : models[to === 'new' ? 'old' : 'new']
}

/** The whole side: its always-on stacks are named, because moving is meant for all of it. */
function requestFor(kind: RunKind, { lab }: LabModel): Parameters<typeof planRun>[1] {
  return runRequestSchema.parse({
    dir: lab.dir,
    kind,
    targets: kind === 'stop' ? lab.stacks.map(({ name }) => name) : [],
    includeAlwaysOn: kind === 'stop',
  })
}

/** As it will be when the other side has stopped: its ports are free then. */
async function startFacts(
  arriving: LabModel,
  leaving: LabModel | null,
  snapshot: EngineSnapshot,
  rooms: PlanRooms,
): Promise<PlanFacts> {
  const gone = leaving ? projectsOf(leaving) : []
  const isGone = ({ project }: { readonly project: string }) => gone.includes(project)
  const freed = new Set(
    snapshot.containers
      .filter(isGone)
      .flatMap(({ ports }) => ports.map(({ port, protocol }) => `${port}/${protocol}`)),
  )
  const without = { ...snapshot, containers: snapshot.containers.filter((container) => !isGone(container)) }
  const facts = await collectFacts(arriving, without, rooms)
  return {
    ...facts,
    listeners: facts.listeners.filter(({ port, protocol }) => !freed.has(`${port}/${protocol}`)),
  }
}
