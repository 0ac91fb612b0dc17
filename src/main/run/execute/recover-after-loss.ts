import { formatServiceRef } from '../../../shared/format.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { startService } from './start-service.ts'
import { noteFailure } from './step-failure.ts'

/** A service that was ready and that a restart of the engine took down is started again while the run goes on. */
export function recoverAfterLoss(execution: Execution, progress: ServiceProgress): void {
  const { engine, hub, recoveries, emit } = execution
  const recover = async () => {
    const states = await Promise.all(progress.containers.map((id) => hub.persist(() => engine.inspect(id))))
    if (states.every((container) => container?.state === 'running')) return
    const name = formatServiceRef(progress.step.service)
    emit({
      type: 'notice',
      level: 'warning',
      message: `${name} went down with the engine and is started again.`,
    })
    const verdict = await startService(execution, progress)
    if (verdict.kind === 'ready') {
      progress.readyAtMs = Date.now()
      reportService(execution, progress, 'ready', { readyBy: verdict.readyBy })
    } else await noteFailure(execution, progress, verdict)
  }
  for (const id of progress.containers) {
    hub.subscribe(id, ({ kind }) => {
      if (kind === 'resynced') recoveries.push(recover().catch(() => undefined))
    })
  }
}
