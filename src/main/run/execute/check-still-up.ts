import type { ContainerSummary } from '../../engine/model.ts'
import { type Execution, reportService } from './execution.ts'
import { noteFailure } from './step-failure.ts'

const turnedUnhealthy = {
  kind: 'failed',
  reason: 'was ready, then Docker found it unhealthy',
  exitCode: null,
} as const

type StillUp = Pick<ContainerSummary, 'state' | 'health' | 'exitCode'>

/** What was ready once may have died while others were still starting: then "ready" must not stand. */
export async function checkStillUp(execution: Execution): Promise<void> {
  const { engine, hub, progress } = execution
  const ready = [...progress.values()].filter(({ readiness }) => readiness === 'ready')
  const projects = [...new Set(ready.map(({ step }) => step.project))]
  if (projects.length === 0) return
  const listed = await hub.persist(() => engine.listContainers(projects))
  const stateOf = new Map<string, StillUp>(listed.map((container) => [container.id, container]))
  // The list names what Compose made; a script may have made its container by another way.
  const others = ready.flatMap(({ containers }) => containers.filter((id) => !stateOf.has(id)))
  for (const other of await Promise.all(others.map((id) => hub.persist(() => engine.inspect(id))))) {
    if (other) stateOf.set(other.id, other)
  }
  for (const each of ready) {
    const down = each.containers
      .map((id) => stateOf.get(id))
      .find((container) => container?.state !== 'running')
    if (!each.containers.some((id) => stateOf.get(id)?.state !== 'running')) {
      const sick = each.containers.some((id) => stateOf.get(id)?.health === 'unhealthy')
      if (each.step.check.kind === 'health' && sick) await noteFailure(execution, each, turnedUnhealthy)
      continue
    }
    if (each.step.check.kind === 'running' && down?.state === 'exited' && down.exitCode === 0) {
      // A one-shot that nothing in the files tells from a service: it outlived its grace time, and has now done its work.
      reportService(execution, each, 'done', { readyBy: 'exit' })
      continue
    }
    const exitCode = down?.exitCode ?? null
    const reason = down
      ? `was ready, then ${exitCode === null ? down.state : `exited with code ${exitCode}`}`
      : 'was ready, then its container was removed'
    await noteFailure(execution, each, { kind: 'failed', reason, exitCode })
  }
}
