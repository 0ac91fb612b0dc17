import type { ServiceRef } from '../../shared/lab.ts'
import type { HealthRecord } from '../../shared/record.ts'
import { findService } from '../detail/find-member.ts'
import { healthRecord, recordMs } from '../record/health-record.ts'
import type { RunStart } from '../record/list-starts.ts'
import type { HealthCheck } from '../record/model.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'
import type { Rooms } from './rooms.ts'

type RecordRooms = Pick<Rooms, 'engine' | 'history' | 'record'>

/** What is remembered of a service, and the checks that the engine has at hand. */
export async function describeRecord(
  rooms: RecordRooms,
  model: LabModel,
  ref: ServiceRef,
): Promise<HealthRecord> {
  const { record } = rooms
  const service = findService(model, ref)
  const name = { project: service.stack.project.name, service: ref.service }
  const latestChecks = await readChecks(rooms, model, service)
  const nowMs = Date.now()
  return {
    ...healthRecord({
      happenings: record.list({ projects: [name.project], service: name.service, fromMs: 0, toMs: nowMs }),
      checks: withoutDoubles([...record.checks(name), ...latestChecks]),
      watched: record.watched({ fromMs: nowMs - recordMs, toMs: nowMs }, name),
      hasHealthCheck: service.service.healthCheck,
      runStarts: findRunStarts(rooms, model, service, nowMs),
      nowMs,
    }),
    notice: record.notice(),
  }
}

async function readChecks(
  { engine }: RecordRooms,
  model: LabModel,
  { key, stack }: LabService,
): Promise<readonly HealthCheck[]> {
  try {
    const containers = await engine.listContainers([stack.project.name])
    const own = matchContainers(model.services, containers).get(key) ?? []
    const described = await Promise.all(
      own.filter(({ state }) => state === 'running').map(({ id }) => engine.describeContainer(id)),
    )
    return described.flatMap((container) =>
      (container?.health ?? []).map(({ at, exitCode, elapsedMs }) => ({
        containerId: container?.id ?? '',
        atMs: Date.parse(at),
        durationMs: elapsedMs,
        exitCode,
      })),
    )
  } catch {
    // What is remembered is shown without an engine, too.
    return []
  }
}

function withoutDoubles(checks: readonly HealthCheck[]): readonly HealthCheck[] {
  return [...new Map(checks.map((check) => [`${check.containerId} ${check.atMs}`, check])).values()]
}

/** A run that saw the service ready knows better than the health check how long that took. */
function findRunStarts(
  { history }: RecordRooms,
  { lab }: LabModel,
  { key }: LabService,
  nowMs: number,
): readonly RunStart[] {
  const elapsedByEnd = new Map(history.listStarts(lab.dir, key).map(({ at, elapsedMs }) => [at, elapsedMs]))
  return history.runsBetween(lab.dir, nowMs - recordMs, nowMs).map(({ id, startedAt, finishedAt }) => ({
    runId: id,
    fromMs: Date.parse(startedAt),
    toMs: finishedAt === null ? nowMs : Date.parse(finishedAt),
    elapsedMs: finishedAt === null ? null : (elapsedByEnd.get(finishedAt) ?? null),
  }))
}
