import type { RunRequest } from '../../shared/contract.ts'
import { formatDuration, formatServiceRef } from '../../shared/format.ts'
import type { LabView } from '../../shared/lab.ts'
import { logsPath, runPath } from '../../shared/page-paths.ts'
import { readAsked, titleOf } from '../../shared/run-title.ts'
import type { RunView } from '../../shared/run-view.ts'
import type { Notice } from './notifier.ts'

export interface RunNoticeActions {
  readonly showPlace: (place: string) => void
  readonly start: (request: RunRequest) => void
}

/**
 * What is told of a run that has ended: what it was, what became of it and how long it took. Null for one that changed
 * nothing, and for a schedule's that failed, which an alert tells.
 */
export function describeRunEnd(
  { id, plan, schedule, finished }: RunView,
  lab: LabView | null,
  { showPlace, start }: RunNoticeActions,
): Notice | null {
  if (!finished || finished.unchanged) return null
  const { outcome, elapsedMs, failures } = finished
  if (outcome === 'failed' && schedule !== undefined) return null
  const took = formatDuration(elapsedMs)
  const notice = { title: `${titleOf(plan, lab)} ${outcome}`, onClick: () => showPlace(runPath(id)) }
  if (outcome === 'succeeded') return { ...notice, body: `${plan.lab.name}, in ${took}.`, isCalm: true }
  const after = `${plan.lab.name}, after ${took}.`
  if (outcome === 'cancelled') return { ...notice, body: `${after} What is up stays up.`, isCalm: true }
  const [failure] = failures
  const service = failure?.service ?? null
  const who = service ? `${formatServiceRef(service)}: ` : ''
  const again = askAgain(plan, lab)
  return {
    ...notice,
    body: failure ? `${after} ${who}${failure.reason}` : after,
    isCalm: false,
    buttons: [
      ...(again ? [{ text: 'Retry', press: () => start(again) }] : []),
      {
        text: 'Logs',
        press: () => showPlace(service ? logsPath(service.stack, service.service) : runPath(id)),
      },
    ],
  }
}

/** The same once more; null for what shows first what it will do, which only the window can. */
function askAgain(plan: RunView['plan'], lab: LabView | null): RunRequest | null {
  const { kind, scope, targets } = readAsked(plan, lab)
  if (kind !== 'start' && kind !== 'stop' && kind !== 'restart') return null
  return {
    dir: plan.lab.dir,
    environment: plan.environment,
    kind,
    targets: [...targets],
    ...(scope === 'apps' ? { appsOnly: true } : {}),
  }
}
