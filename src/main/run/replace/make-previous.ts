import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { replaceArguments } from '../../compose/arguments.ts'
import { isSameReference } from '../../engine/parse-reference.ts'
import { type Execution, projectOf } from '../execute/execution.ts'
import { makeAnew } from './make-anew.ts'
import { keepContainers, restoreContainers } from './restore-containers.ts'

/**
 * The containers of a service as they were before this run, and the name of its image pointed back when the files still use it, so that
 * nothing takes the refused one by that name. What the engine does not make again is made by Compose, from the files of now with the
 * image of before. Returns their ids; starts nothing.
 */
export async function makePrevious(
  execution: Execution,
  step: StepOf<'replace'>,
): Promise<readonly string[]> {
  const { engine, hub, emit, restored } = execution
  const { previous, service } = step
  const isFollower = step.reason === 'follows'
  const keepsName = isSameReference(step.image, previous.image) && !step.image.includes('@')
  if (keepsName && !isFollower) await hub.persist(() => engine.tagImage(previous.id, step.image))
  restored.add(step.id)
  try {
    const kept = execution.kept.get(step.id) ?? (await keepContainers(execution, step))
    if (kept.length > 0) return await restoreContainers(execution, step, kept)
  } catch (error) {
    if (!(error instanceof SwitchyardError) || error.code !== 'ENGINE_REFUSED') throw error
    emit({
      type: 'notice',
      level: 'warning',
      message: `${formatServiceRef(service)} cannot be made again as it was: ${error.message} It is made from its files as they are now, with its previous image.`,
    })
  }
  return keepsName || isFollower ? makeAnew(execution, step, step.command) : makeWithImage(execution, step)
}

/** The files name another image than before, and they are the operator's: the previous one is laid over them. */
async function makeWithImage(execution: Execution, step: StepOf<'replace'>): Promise<readonly string[]> {
  const { previous, service } = step
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-previous-'))
  try {
    const override = join(dir, 'previous-image.json')
    await writeFile(override, JSON.stringify({ services: { [service.service]: { image: previous.id } } }))
    const args = replaceArguments(projectOf(execution.model, service), service.service, { override })
    return await makeAnew(execution, step, ['docker', 'compose', ...args])
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
