import type { HookMoment } from '../../../shared/plan.ts'
import { faultOfEnd } from '../../script/begin-program.ts'
import { runScript, type ScriptEnd } from '../../script/run-script.ts'
import type { Execution } from './execution.ts'
import { outputOf } from './step-output.ts'

export interface StepScript {
  /** Id of the step that it belongs to. */
  readonly step: string
  readonly command: readonly string[]
  readonly dir: string
  readonly timeoutMs: number
  readonly stack: string | null
  readonly service: string | null
  readonly hook: HookMoment | null
  /** Ends it, besides the run's own signal. */
  readonly signal?: AbortSignal
}

export interface ScriptResult {
  readonly end: ScriptEnd
  /** Why it did not end well, after its name: `exited with code 3`. Null when it exited with 0. */
  readonly fault: string | null
  readonly exitCode: number | null
  /** The last lines that it printed. */
  readonly tail: readonly string[]
}

const tailLines = 10

/** Runs a program of the lab for a step; what it prints becomes part of the run. Never rejects. */
export async function runStepScript(execution: Execution, script: StepScript): Promise<ScriptResult> {
  const { plan, signal: runSignal } = execution
  const { command, dir, timeoutMs, signal } = script
  const output = outputOf(execution, script.step)
  let tail: readonly string[] = []
  const end = await runScript({
    command,
    dir,
    timeoutMs,
    variables: variablesOf(execution, plan.lab.name, script),
    signal: signal ? AbortSignal.any([runSignal, signal]) : runSignal,
    onLines(stream, lines) {
      tail = [...tail, ...lines.slice(-tailLines)].slice(-tailLines)
      output.write(stream, lines)
    },
  })
  output.flush()
  return {
    end,
    fault: faultOfEnd(end, timeoutMs),
    exitCode: end.kind === 'exited' ? end.exitCode : null,
    tail,
  }
}

/** The core's own environment, and what the program is run for. */
function variablesOf(
  { variables }: Execution,
  lab: string,
  { stack, service, hook }: StepScript,
): NodeJS.ProcessEnv {
  const told = {
    SWITCHYARD_LAB: lab,
    SWITCHYARD_STACK: stack,
    SWITCHYARD_SERVICE: service,
    SWITCHYARD_HOOK: hook,
  }
  const kept = Object.entries(variables).filter(([name]) => !(name in told))
  const set = Object.entries(told).filter(([, value]) => value !== null)
  return Object.fromEntries([...kept, ...set]) as NodeJS.ProcessEnv
}
