import { formatServiceRef } from '../../../shared/format.ts'
import type { ScriptCall, StepOf } from '../../../shared/plan.ts'
import { stopArguments } from '../../compose/arguments.ts'
import type { ContainerDetail } from '../../engine/model.ts'
import { type Execution, projectOf } from './execution.ts'
import { runCompose } from './run-compose.ts'
import { runStepScript } from './run-step-script.ts'

/**
 * Stops a service by its script, and then makes sure: what still runs when the script has ended is stopped plainly, and said.
 * Throws when the run is cancelled meanwhile, and when the containers cannot be stopped.
 */
export async function stopServiceByScript(
  execution: Execution,
  step: StepOf<'stop'>,
  script: ScriptCall,
): Promise<void> {
  const { emit, signal } = execution
  const { stack, service } = step.service
  const name = formatServiceRef(step.service)
  const { fault, tail } = await runStepScript(execution, {
    step: step.id,
    command: step.command,
    dir: script.dir,
    timeoutMs: script.timeoutMs,
    stack,
    service,
    hook: null,
  })
  signal.throwIfAborted()
  const running = await findRunning(execution, step)
  const said = fault !== null && tail.length > 0 ? ` It said: ${tail.at(-1) ?? ''}` : ''
  if (running.length > 0) {
    const how = fault === null ? 'ended well, but' : `${fault}, and`
    const what = running.map((container) => container.name).join(', ')
    emit({
      type: 'notice',
      level: 'warning',
      message: `The stop script of ${name} ${how} ${what} still ran: Switchyard stopped it.${said}`,
    })
    await stopPlainly(execution, step, running)
  } else if (fault !== null) {
    const message = `The stop script of ${name} ${fault}, but everything has stopped.${said}`
    emit({ type: 'notice', level: 'warning', message })
  }
}

async function findRunning(
  { engine, hub }: Execution,
  step: StepOf<'stop'>,
): Promise<readonly ContainerDetail[]> {
  const found = await Promise.all(step.containers.map((id) => hub.persist(() => engine.inspect(id))))
  return found.flatMap((container) =>
    container && ['running', 'restarting', 'paused'].includes(container.state) ? [container] : [],
  )
}

/** What the plan would have done without a script. */
async function stopPlainly(
  execution: Execution,
  step: StepOf<'stop'>,
  running: readonly ContainerDetail[],
): Promise<void> {
  const { engine, hub, model } = execution
  const name = formatServiceRef(step.service)
  if (model.services.find(({ key }) => key === name)?.service.stopsByCompose) {
    const args = stopArguments(projectOf(model, step.service), [step.service.service])
    return runCompose(execution, ['docker', 'compose', ...args], step.service)
  }
  await Promise.all(running.map(({ id }) => hub.persist(() => engine.stop(id))))
}
