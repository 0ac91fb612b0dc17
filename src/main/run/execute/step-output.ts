import type { Execution } from './execution.ts'
import type { OutputStream } from '../../script/run-script.ts'

/** Lines of one step that are kept. */
const mostLines = 2000
/** Two streams, five times a second each. */
const pauseMs = 200

/** What a step prints, told a few lines at a time. */
export interface StepOutput {
  write(stream: OutputStream, lines: readonly string[]): void
  /** Tells what has not been told. More may be written after it. */
  flush(): void
}

/** Every attempt of a step writes into the same output, so that the limit holds for all of them. */
export function outputOf(execution: Pick<Execution, 'emit' | 'outputs'>, step: string): StepOutput {
  const known = execution.outputs.get(step)
  if (known) return known
  const output = createStepOutput(execution, step)
  execution.outputs.set(step, output)
  return output
}

export function createStepOutput({ emit }: Pick<Execution, 'emit'>, step: string): StepOutput {
  const waiting: Record<OutputStream, string[]> = { stdout: [], stderr: [] }
  let kept = 0
  let dropped = 0
  let toldDropped = 0
  let timer: NodeJS.Timeout | undefined

  function tell(): void {
    clearTimeout(timer)
    timer = undefined
    for (const stream of ['stdout', 'stderr'] as const) {
      const lines = waiting[stream]
      if (lines.length === 0) continue
      waiting[stream] = []
      toldDropped = dropped
      emit({ type: 'step-output', step, stream, lines, dropped })
    }
  }

  return {
    write(stream, lines) {
      const room = lines.slice(0, mostLines - kept)
      kept += room.length
      dropped += lines.length - room.length
      if (room.length === 0) return
      waiting[stream].push(...room)
      timer ??= setTimeout(tell, pauseMs)
    },
    flush() {
      tell()
      if (dropped === toldDropped) return
      toldDropped = dropped
      emit({ type: 'step-output', step, stream: 'stdout', lines: [], dropped })
    },
  }
}
