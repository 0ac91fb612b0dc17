import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type Happening, happeningSchema } from '../../../shared/record.ts'
import type { HealthCheck, Span } from '../model.ts'

export interface ServiceName {
  readonly project: string
  readonly service: string
}

export type Tables = ReturnType<typeof prepareTables>

/** What says whether a container is up. */
const turns = "('started', 'exited', 'dismissed', 'found', 'healthy', 'unhealthy')"

/** The statements of an open file. All of them throw what SQLite throws. */
export function prepareTables(database: DatabaseSync) {
  const sql = {
    add: database.prepare('INSERT OR IGNORE INTO happenings VALUES (?, ?, ?, ?, ?, ?, ?)'),
    find: database.prepare('SELECT * FROM happenings WHERE container_id = ? AND kind = ? AND at_ms = ?'),
    latestOf: database.prepare(
      `SELECT * FROM happenings WHERE container_id = ? AND kind IN ${turns} ORDER BY at_ms DESC LIMIT 4`,
    ),
    latestOfEach: database.prepare(
      `SELECT *, max(at_ms) FROM happenings WHERE kind IN ('started', 'exited', 'dismissed', 'found')
       GROUP BY container_id`,
    ),
    latestTime: database.prepare(
      'SELECT max(at_ms) AS ms FROM happenings WHERE container_id = ? AND kind = ? AND at_ms <= ?',
    ),
    list: database.prepare(
      `SELECT * FROM happenings WHERE project = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms DESC LIMIT ?`,
    ),
    listService: database.prepare(
      `SELECT * FROM happenings WHERE project = ? AND service = ? AND at_ms >= ? AND at_ms < ?
       ORDER BY at_ms DESC LIMIT ?`,
    ),
    addCheck: database.prepare('INSERT OR IGNORE INTO checks VALUES (?, ?, ?, ?, ?, ?)'),
    latestCheck: database.prepare(
      'SELECT container_id, at_ms, duration_ms, exit_code FROM checks WHERE project = ? AND service = ? ORDER BY at_ms DESC LIMIT 1',
    ),
    checks: database.prepare(
      'SELECT container_id, at_ms, duration_ms, exit_code FROM checks WHERE project = ? AND service = ? ORDER BY at_ms',
    ),
    spans: database.prepare(
      'SELECT from_ms, to_ms FROM spans WHERE to_ms > ? AND from_ms < ? ORDER BY from_ms',
    ),
    watchedUntil: database.prepare('SELECT max(to_ms) AS ms FROM spans WHERE to_ms <= ?'),
    beginSpan: database.prepare('INSERT INTO spans (from_ms, to_ms) VALUES (?, ?)'),
    extendSpan: database.prepare('UPDATE spans SET to_ms = max(to_ms, ?) WHERE id = ?'),
    cut: database.prepare(
      `SELECT max(before_ms) AS ms FROM cuts WHERE (project = ? AND service = ?) OR (project = '' AND service = '')`,
    ),
  }

  return {
    /** False when it is there already. */
    add({ project, service, containerId, container, atMs, what }: Happening): boolean {
      const row = [project, service, containerId, container, what.kind, atMs, JSON.stringify(what)] as const
      return Number(sql.add.run(...row).changes) > 0
    },
    find(containerId: string, kind: string, atMs: number): Happening | null {
      const row = sql.find.get(containerId, kind, atMs)
      return row ? readHappening(row) : null
    },
    /** What was told last of a container's ups and downs, oldest first. */
    latestOf(containerId: string): readonly Happening[] {
      return sql.latestOf
        .all(containerId)
        .flatMap((row) => readHappening(row) ?? [])
        .toReversed()
    },
    /** Containers that were up when they were heard of last. */
    listRunning(): readonly Happening[] {
      return sql.latestOfEach
        .all()
        .flatMap((row) => readHappening(row) ?? [])
        .filter(({ what }) => what.kind === 'started' || (what.kind === 'found' && what.isRunning))
    },
    /** When it happened to the container last, not after that time; null for never. */
    latestTime(containerId: string, kind: Happening['what']['kind'], untilMs: number): number | null {
      return time(sql.latestTime.get(containerId, kind, untilMs))
    },
    /** The latest ones, oldest first. */
    list(
      project: string,
      service: string | null,
      { fromMs, toMs }: Span,
      limit: number,
    ): readonly Happening[] {
      const rows =
        service === null
          ? sql.list.all(project, fromMs, toMs, limit)
          : sql.listService.all(project, service, fromMs, toMs, limit)
      return rows.flatMap((row) => readHappening(row) ?? []).toReversed()
    },
    addCheck(
      { project, service }: ServiceName,
      { containerId, atMs, durationMs, exitCode }: HealthCheck,
    ): void {
      sql.addCheck.run(project, service, containerId, atMs, durationMs, exitCode)
    },
    checks({ project, service }: ServiceName): readonly HealthCheck[] {
      return sql.checks.all(project, service).map(readCheck)
    },
    latestCheck({ project, service }: ServiceName): HealthCheck | null {
      const row = sql.latestCheck.get(project, service)
      return row ? readCheck(row) : null
    },
    /** All that touch it, oldest first. */
    spans({ fromMs, toMs }: Span): readonly Span[] {
      return sql.spans
        .all(fromMs, toMs)
        .map((row) => ({ fromMs: Number(row['from_ms']), toMs: Number(row['to_ms']) }))
    },
    /** The latest time at which somebody listened, not after that one; null for never. */
    watchedUntil: (nowMs: number) => time(sql.watchedUntil.get(nowMs)),
    /** Its number. */
    beginSpan: ({ fromMs, toMs }: Span) => Number(sql.beginSpan.run(fromMs, toMs).lastInsertRowid),
    /** False when there is no such span any more. */
    extendSpan: (id: number, toMs: number) => Number(sql.extendSpan.run(toMs, id).changes) > 0,
    /** What is older of the service is not all there; null when nothing had to be dropped. */
    cutMs: ({ project, service }: ServiceName) => time(sql.cut.get(project, service)),
  }
}

function readCheck(row: Record<string, SQLOutputValue>): HealthCheck {
  return {
    containerId: String(row['container_id']),
    atMs: Number(row['at_ms']),
    durationMs: Number(row['duration_ms']),
    exitCode: Number(row['exit_code']),
  }
}

/** Null for a row that makes no sense; the rest of the file is still good. */
function readHappening(row: Record<string, SQLOutputValue>): Happening | null {
  const read = happeningSchema.safeParse({
    project: row['project'],
    service: row['service'],
    containerId: row['container_id'],
    container: row['container'],
    atMs: row['at_ms'],
    what: parseJson(String(row['what'])),
  })
  return read.success ? read.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function time(row: Record<string, SQLOutputValue> | undefined): number | null {
  const value = row?.['ms']
  return typeof value === 'number' ? value : null
}
