import type PQueue from 'p-queue'
import { SwitchyardError } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { parseReference } from '../../engine/parse-reference.ts'
import { findRegistryLogin } from '../../engine/registry-login.ts'
import { type Execution, uncut } from '../execute/execution.ts'
import { previousName } from './keep-previous.ts'
import { makeAnew } from './make-anew.ts'
import { makePrevious } from './make-previous.ts'
import { keepContainers } from './restore-containers.ts'

/**
 * Makes the containers of a service anew when its image is another one than they were made from. Returns their ids as soon as they
 * can be started; null when nothing had to be done. Throws ComposeCallError and SwitchyardError.
 */
export async function replaceContainers(
  execution: Execution,
  step: StepOf<'replace'>,
  queue: PQueue,
): Promise<readonly string[] | null> {
  if (!(await isDue(execution, step))) return null
  const { engine, hub } = execution
  // The previous image loses its name now, and must not be taken for rubbish before the new one has proved itself.
  if (step.reason !== 'follows')
    await hub.persist(() => engine.tagImage(step.previous.id, previousName(step)))
  execution.kept.set(step.id, await keepContainers(execution, step))
  execution.replaced.add(step.id)
  return queue.add(() =>
    // Where it lives is as before by now, and so it is.
    livesInPrevious(execution, step)
      ? makePrevious(uncut(execution), step)
      : makeAnew(execution, step, step.command),
  )
}

function livesInPrevious({ putBack }: Execution, { reason, follows }: StepOf<'replace'>): boolean {
  const back = new Set(putBack.map(({ service }) => formatServiceRef(service)))
  return reason === 'follows' && follows.some((other) => back.has(formatServiceRef(other)))
}

/** Points the reference to the image that is asked for, and looks whether that is another one than what runs. */
async function isDue(execution: Execution, step: StepOf<'replace'>): Promise<boolean> {
  const { engine, hub, plan, replaced } = execution
  if (step.reason === 'follows') {
    const followed = new Set(step.follows.map(formatServiceRef))
    return plan.steps.some(
      (other) =>
        other.kind === 'replace' && followed.has(formatServiceRef(other.service)) && replaced.has(other.id),
    )
  }
  if (step.to !== null) await pointTo(execution, step, step.to)
  const image = await hub.persist(() => engine.describeImage(step.image))
  if (!image) throw new SwitchyardError('ENGINE_REFUSED', `The engine does not have ${step.image}.`)
  return image.id !== step.previous.id
}

async function pointTo(
  { engine, hub, signal, variables }: Execution,
  { image }: StepOf<'replace'>,
  to: string,
): Promise<void> {
  const isHere = (await hub.persist(() => engine.describeImage(to))) !== null
  if (!isHere) {
    const login = await findRegistryLogin(parseReference(to).host, variables)
    await hub.persist(() => engine.pullImage(to, login, signal))
  }
  await hub.persist(() => engine.tagImage(to, image))
}
