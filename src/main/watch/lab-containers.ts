import type { Engine } from '../engine/model.ts'
import type { LabContainer } from '../host/readings/model.ts'
import { type LabModel, matchOwnContainers } from '../run/facts/lab-model.ts'
import type { EngineFeed } from './engine-feed.ts'
import { createGatherer } from './gather.ts'

/** The running containers of a lab with their processes, kept up to date by the engine's events. */
export interface LabContainers {
  /** The same array until something changes. Empty while the lab or the engine cannot be read, and for an engine elsewhere. */
  current(): readonly LabContainer[]
  close(): void
}

export interface LabContainersOptions {
  readonly engine: Engine
  readonly engineFeed: EngineFeed
  readonly load: () => Promise<LabModel>
  /** After a change. */
  readonly onChange: () => void
}

/** A start of a stack is one look. */
const gatherMs = 200
const everything = 'everything'

export function followLabContainers({
  engine,
  engineFeed,
  load,
  onChange,
}: LabContainersOptions): LabContainers {
  const pids = new Map<string, number>()
  let model: LabModel | null = null
  let containers: readonly LabContainer[] = []
  let isClosed = false

  async function pidOf(id: string): Promise<number> {
    const known = pids.get(id)
    if (known !== undefined) return known
    const pid = (await engine.inspect(id))?.pid ?? 0
    if (pid > 0) pids.set(id, pid)
    return pid
  }

  async function findContainers(isWhole: boolean): Promise<readonly LabContainer[]> {
    if (isWhole || model === null) model = await load()
    const projects = [...new Set(model.lab.stacks.map(({ project }) => project.name))]
    const listed = await engine.listContainers(projects)
    const matched = matchOwnContainers(
      model.services,
      listed.filter(({ state }) => state === 'running' || state === 'paused'),
    )
    const found = model.services.flatMap(({ key, ref }) =>
      (matched.get(key) ?? []).map(async ({ id }) => ({ id, pid: await pidOf(id), ...ref })),
    )
    return (await Promise.all(found)).filter(({ pid }) => pid > 0)
  }

  const look = createGatherer<string>(gatherMs, async (ids) => {
    for (const id of ids) pids.delete(id)
    try {
      const found = await findContainers(ids.has(everything))
      if (isClosed) return
      containers = found
    } catch {
      // The engine's coming back is told, and the lab's own screens say what is wrong with its files.
      containers = []
    }
    onChange()
  })

  const leave = engineFeed.subscribe({
    onEvent({ containerId, project, event }) {
      if (project === null || event.kind === 'health') return
      // A container that is new can belong to a service that is new.
      look.add(event.kind === 'created' ? everything : containerId)
    },
    onState({ connected }) {
      if (connected) return look.add(everything)
      containers = []
      onChange()
    },
  })
  if (engineFeed.state().connected) look.add(everything)

  return {
    current: () => (engine.isLocal ? containers : []),
    close() {
      isClosed = true
      leave()
      look.close()
    },
  }
}
