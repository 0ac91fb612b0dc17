import PQueue from 'p-queue'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Execution } from '../execute/execution.ts'
import { isPutBack, putBack, putBackStopped } from './put-back.ts'

const atOnce = 4

/** A cancelled update that is to leave nothing behind: what it has replaced is put back as it was, and not merely stopped. */
export async function takeBackUpdate(execution: Execution): Promise<void> {
  const { plan, replaced, progress, emit } = execution
  const steps = plan.steps
    .filter((step) => step.kind === 'replace')
    .filter((step) => replaced.has(step.id) && step.reason !== 'follows' && !isPutBack(execution, step))
  if (steps.length === 0) return
  emit({
    type: 'notice',
    level: 'info',
    message: `Putting back what this run has replaced (${steps.length}).`,
  })
  const queue = new PQueue({ concurrency: atOnce })
  await queue.addAll(
    steps.map((step) => async () => {
      const own = progress.get(formatServiceRef(step.service))
      if (!own) return putBackStopped(execution, step)
      await putBack(execution, own, step, { reason: 'was replaced by a cancelled update', isFailure: false })
    }),
  )
}
