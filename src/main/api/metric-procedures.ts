import type { z } from 'zod'
import type { metricBeatSchema, MetricSubject } from '../../shared/metrics.ts'
import type { LabModel } from '../run/lab-model.ts'
import type { Beat } from '../metrics/create-recorder.ts'
import { gpuSubject, hostSubject, ownSubject, serviceSubject } from '../metrics/subjects.ts'
import { sumSeries } from '../metrics/sum-series.ts'
import { describingFailures, implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** What services, the host and Switchyard itself use, now and before. */
export function metricProcedures(rooms: Rooms) {
  const procedures = implementer.metrics
  return {
    watch: procedures.watch.handler(async ({ input, signal }) => {
      const names = namesOf(await modelOf(rooms, input))
      return describingFailures(beatsOf(rooms.metrics.watch(signal), names))
    }),
    query: procedures.query.handler(async ({ input: { lines, fromMs, toMs, points, ...selection } }) => {
      const isOfLab = lines.some(({ subject }) => ['service', 'stack', 'lab'].includes(subject.kind))
      const model = isOfLab ? await modelOf(rooms, selection) : null
      const parts = lines.map(({ subject, metric }) => ({ metric, subjects: subjectsOf(subject, model) }))
      const { series, steps, ...range } = rooms.metrics.query({
        subjects: [...new Set(parts.flatMap(({ subjects }) => subjects))],
        metrics: [...new Set(parts.map(({ metric }) => metric))],
        fromMs,
        toMs,
        points,
      })
      const bySeries = new Map(series.map((each) => [`${each.metric} ${each.subject}`, each]))
      const answers = parts.map(({ subjects, metric }) =>
        sumSeries(
          subjects.flatMap((subject) => bySeries.get(`${metric} ${subject}`) ?? []),
          steps,
        ),
      )
      return { ...range, lines: answers, notice: rooms.metrics.notice() }
    }),
    kept: procedures.kept.handler(() => {
      const { bytes, oldestMs } = rooms.metrics.kept()
      const since = oldestMs === null ? null : new Date(oldestMs).toISOString()
      return { bytes, since, notice: rooms.metrics.notice() }
    }),
  }
}

function subjectsOf(subject: MetricSubject, model: LabModel | null): readonly string[] {
  switch (subject.kind) {
    case 'host':
      return [hostSubject]
    case 'switchyard':
      return [ownSubject]
    case 'gpu':
      return [gpuSubject(subject)]
    case 'lab':
      return servicesOf(model, () => true)
    case 'stack':
      return servicesOf(model, ({ stack }) => stack === subject.stack)
    case 'service':
      return servicesOf(model, ({ stack, service }) => stack === subject.stack && service === subject.service)
  }
}

type Ref = LabModel['services'][number]['ref']

function servicesOf(model: LabModel | null, isWanted: (ref: Ref) => boolean): readonly string[] {
  const wanted = (model?.services ?? []).filter(({ ref }) => isWanted(ref))
  // A service that two stacks share is measured once.
  return [...new Set(wanted.map(({ stack, ref }) => serviceSubject(stack.project.name, ref.service)))]
}

/** `stack/service` of the lab by the names that Compose has put on its containers. */
function namesOf({ services }: LabModel): ReadonlyMap<string, Ref> {
  return new Map(services.map(({ stack, ref }) => [serviceSubject(stack.project.name, ref.service), ref]))
}

async function* beatsOf(
  beats: AsyncIterable<Beat>,
  names: ReadonlyMap<string, Ref>,
): AsyncGenerator<z.input<typeof metricBeatSchema>, void> {
  for await (const { atMs, containers } of beats) {
    const services = new Map<Ref, z.input<typeof metricBeatSchema>['services'][number]>()
    for (const { project, service, cpuCores, memoryBytes, memoryLimitBytes } of containers) {
      const ref =
        project !== null && service !== null ? names.get(serviceSubject(project, service)) : undefined
      if (!ref) continue
      const sum = services.get(ref) ?? { ...ref, cpu: null, memoryBytes: null, memoryLimitBytes: null }
      services.set(ref, {
        ...sum,
        cpu: plus(sum.cpu, cpuCores),
        memoryBytes: plus(sum.memoryBytes, memoryBytes),
        memoryLimitBytes: plus(sum.memoryLimitBytes, memoryLimitBytes),
      })
    }
    yield { atMs, services: [...services.values()] }
  }
}

function plus(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value
}
