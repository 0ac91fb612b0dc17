import { SwitchyardError } from '../../../shared/errors.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { KeptContainer } from '../../engine/kept-container.ts'
import type { Execution } from '../execute/execution.ts'
import { findServiceContainers } from '../execute/find-service-containers.ts'

type Service = Pick<StepOf<'replace'>, 'project' | 'service'>

/** The containers of a service as they are, so that they can be made again. */
export async function keepContainers(
  execution: Execution,
  service: Service,
): Promise<readonly KeptContainer[]> {
  const { engine, hub } = execution
  const found = await findServiceContainers(execution, service)
  const kept = await Promise.all(found.map(({ id }) => hub.persist(() => engine.keep(id))))
  return kept.flatMap((each) => each ?? [])
}

/**
 * Puts the containers of a service back as they were kept, in the place of those that it has now, and starts nothing; returns their
 * ids. There is a container of it at any moment, whenever this ends. Throws ENGINE_REFUSED when they cannot be made any more; then
 * nothing has changed.
 */
export async function restoreContainers(
  execution: Execution,
  service: Service,
  kept: readonly KeptContainer[],
): Promise<readonly string[]> {
  const { engine, hub, successors } = execution
  const now = await findServiceContainers(execution, service)
  const isThere = (each: KeptContainer) =>
    now.some(({ id }) => id === each.id) && !each.livesIn.some((id) => successors.has(id))
  const made: { readonly id: string; readonly name: string }[] = []
  const stays = kept.filter(isThere).map(({ id, name }) => ({ id, name }))
  try {
    for (const each of kept.filter((one) => !isThere(one))) {
      const name = passingName(each)
      const id = await hub.persist(() => engine.makeAgain(each, { name, successors }))
      made.push({ id, name: each.name })
    }
  } catch (error) {
    for (const { id } of made) await hub.persist(() => engine.remove(id))
    throw error
  }
  const back = [...stays, ...made]
  const gone = now.filter(({ id }) => !back.some((one) => one.id === id))
  await Promise.all(
    gone.map(async ({ id }) => {
      await hub.persist(() => engine.stop(id))
      await hub.persist(() => engine.remove(id))
    }),
  )
  for (const { id, name } of back) await hub.persist(() => takeName(execution, id, name))
  // Who lived in one of them lives in the first now, as Compose has it.
  const [first] = back
  if (first) {
    for (const { id } of gone) successors.set(id, first.id)
    for (const { id, name } of kept) {
      const same = back.find((one) => one.name === name) ?? first
      if (same.id !== id) successors.set(id, same.id)
    }
  }
  return back.map(({ id }) => id)
}

/** Not the one under which Compose makes its own beside the old one. */
function passingName({ id, name }: KeptContainer): string {
  return `${name}_${id.slice(0, 12)}`
}

async function takeName({ engine }: Execution, id: string, name: string): Promise<void> {
  const found = await engine.inspect(id)
  if (!found) throw new SwitchyardError('ENGINE_REFUSED', `Container ${name} was removed meanwhile.`)
  if (found.name !== name) await engine.rename(id, name)
}
