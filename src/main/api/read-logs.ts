import type { LogLine } from '../../shared/contract.ts'
import type { ContainerSummary, Engine } from '../engine/model.ts'
import { type LabModel, matchContainers } from '../run/lab-model.ts'
import { isTargeted, isWholeLab, parseTargets } from '../run/select-targets.ts'

export interface LogRequest {
  readonly targets: readonly string[]
  readonly follow: boolean
  readonly tail: number | null
}

/**
 * The logs of many services as one stream. Without `follow` all lines come in the order of their times; with it, what is
 * there comes first and then each line as it is written.
 */
export async function* readLogs(
  facts: {
    readonly engine: Engine
    readonly model: LabModel
    readonly containers: readonly ContainerSummary[]
  },
  request: LogRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine> {
  const { engine, model, containers } = facts
  const targets = parseTargets(model, request.targets)
  const matched = matchContainers(model.services, containers)
  const abort = new AbortController()
  const stop = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
  const sources = model.services
    .filter((service) => isWholeLab(targets) || isTargeted(targets, service))
    .flatMap(({ key, ref }) => (matched.get(key) ?? []).map(({ id }) => ({ id, ref })))
    // Stacks that define a service alike use the same container.
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .map(async function* ({ id, ref }): AsyncGenerator<LogLine> {
      const options = { tail: request.tail, follow: request.follow, since: null, signal: stop }
      for await (const line of engine.readLog(id, options))
        yield { service: ref, ...line, at: toIso(line.at) }
    })
  try {
    yield* request.follow ? interleave(sources) : sortByTime(await Promise.all(sources.map(collect)))
  } finally {
    abort.abort()
  }
}

/** The engine writes nanoseconds; the contract has milliseconds. */
function toIso(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

async function collect(source: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const lines: LogLine[] = []
  for await (const line of source) lines.push(line)
  return lines
}

function sortByTime(logs: readonly (readonly LogLine[])[]): LogLine[] {
  return logs.flat().sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
}

/** Whatever comes first, from whomever. */
async function* interleave(sources: readonly AsyncGenerator<LogLine>[]): AsyncGenerator<LogLine> {
  const next = (source: AsyncGenerator<LogLine>) => source.next().then((result) => ({ source, result }))
  const waiting = new Map(sources.map((source) => [source, next(source)]))
  while (waiting.size > 0) {
    const { source, result } = await Promise.race(waiting.values())
    if (result.done) waiting.delete(source)
    else {
      waiting.set(source, next(source))
      yield result.value
    }
  }
}
