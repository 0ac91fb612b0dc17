import { formatServiceRef } from '../../../shared/format.ts'
import type { ScriptCall } from '../../../shared/plan.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { runStepScript, type ScriptResult } from './run-step-script.ts'
import type { Verdict } from '../readiness/watch-container.ts'
import { watchScriptedStart } from './watch-scripted-start.ts'

/**
 * Starts a service by its script, while its readiness is watched as for any start: the check decides, and a script that fails
 * before has failed the start. Once the service is ready, the script may go on until its own time limit; the run waits for it.
 * Throws when the run is cancelled; the script has ended then.
 */
export async function startServiceByScript(
  execution: Execution,
  progress: ServiceProgress,
  script: ScriptCall,
): Promise<Verdict> {
  const { step } = progress
  const ending = new AbortController()
  reportService(execution, progress, 'starting')
  const watch = await watchScriptedStart(execution, progress)
  let result: ScriptResult | null = null
  const running = runStepScript(execution, {
    step: step.id,
    command: step.command,
    dir: script.dir,
    timeoutMs: script.timeoutMs,
    ...step.service,
    hook: null,
    signal: ending.signal,
  })
  const failure = running.then((end): Verdict | Promise<never> => {
    result = end
    if (end.fault !== null) return scriptFailure(end)
    watch.noteScriptEnd()
    return never
  })
  let verdict: Verdict | null = null
  try {
    verdict = await Promise.race([failure, watch.verdict])
    execution.signal.throwIfAborted()
    return explain(verdict, result)
  } finally {
    watch.stop()
    if (verdict?.kind === 'ready') execution.lingering.push(tellLateEnd(execution, progress, running))
    else {
      ending.abort()
      await running
    }
  }
}

const never = new Promise<never>(() => undefined)

function scriptFailure({ fault, exitCode, tail }: ScriptResult): Verdict {
  return { kind: 'failed', reason: `its start script ${fault ?? 'failed'}`, exitCode, log: tail }
}

function explain(verdict: Verdict, result: ScriptResult | null): Verdict {
  if (verdict.kind !== 'failed' || result?.fault !== null || !verdict.reason.startsWith('not '))
    return verdict
  return { ...verdict, reason: `its start script ended well, but it is ${verdict.reason}` }
}

async function tellLateEnd(
  { emit, signal }: Execution,
  { step }: ServiceProgress,
  running: Promise<ScriptResult>,
): Promise<void> {
  const { fault, tail } = await running
  if (fault === null || signal.aborted) return
  const said = tail.length > 0 ? ` It said: ${tail.at(-1) ?? ''}` : ''
  const message = `The start script of ${formatServiceRef(step.service)} ${fault} after the service was ready.${said}`
  emit({ type: 'notice', level: 'warning', message })
}
