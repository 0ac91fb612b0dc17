import type { MetricSubject } from '../../shared/metrics.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { foldLines } from '../metrics/fold-lines.ts'
import {
  coreSubject,
  diskSubject,
  gpuShareSubject,
  gpuSubject,
  hostSubject,
  ownSubject,
  sensorSubject,
  serviceSubject,
} from '../metrics/subjects.ts'
import { type Columns, sumSeries } from '../metrics/sum-series.ts'
import { describingFailures, implementer } from './implementer.ts'
import { beatsOf } from './metric-beats.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

/** What services, the host and Switchyard itself use, now and before. */
export function metricProcedures(rooms: Rooms) {
  const procedures = implementer.metrics
  return {
    watch: procedures.watch.handler(async ({ input, signal }) => {
      const model = await modelOf(rooms, input)
      const list = () => rooms.engine.listContainers(projectNames(model))
      return describingFailures(beatsOf(rooms.metrics.watch(signal), model, list))
    }),
    query: procedures.query.handler(async ({ input }) => {
      const { lines, fromMs, toMs, points, most, ...selection } = input
      const isOfLab = lines.some(({ subject }) => kindsOfLab.has(subject.kind))
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
      const sums = parts.map(({ subjects, metric }) =>
        sumSeries(
          subjects.flatMap((subject) => bySeries.get(`${metric} ${subject}`) ?? []),
          steps,
        ),
      )
      const groups = lines.map(({ group }) => group ?? null)
      const folded = foldLines(sums, groups, most)
      return {
        ...range,
        lines: folded.lines.map((line, index) => shorten(line, lines[index]?.isBrief ?? false)),
        rests: folded.rests.map(({ group, count, ...line }) => ({
          group,
          count,
          ...shorten(
            line,
            lines.some((each) => each.group === group && each.isBrief === true),
          ),
        })),
        notice: rooms.metrics.notice(),
      }
    }),
    kept: procedures.kept.handler(() => {
      const { bytes, oldestMs } = rooms.metrics.kept()
      const since = oldestMs === null ? null : new Date(oldestMs).toISOString()
      return { bytes, since, notice: rooms.metrics.notice() }
    }),
  }
}

const kindsOfLab: ReadonlySet<MetricSubject['kind']> = new Set(['service', 'stack', 'lab', 'gpu-share'])

function subjectsOf(subject: MetricSubject, model: LabModel | null): readonly string[] {
  switch (subject.kind) {
    case 'host':
      return [hostSubject]
    case 'switchyard':
      return [ownSubject]
    case 'gpu':
      return [gpuSubject(subject)]
    case 'core':
      return [coreSubject(subject.index)]
    case 'disk':
      return [diskSubject(subject.mount)]
    case 'sensor':
      return [sensorSubject(subject.name)]
    case 'gpu-share':
      return servicesOf(model, (ref) => isSame(ref, subject)).map((service) =>
        gpuShareSubject(subject, service),
      )
    case 'lab':
      return servicesOf(model, () => true)
    case 'stack':
      return servicesOf(model, ({ stack }) => stack === subject.stack)
    case 'service':
      return servicesOf(model, (ref) => isSame(ref, subject))
  }
}

type Ref = LabModel['services'][number]['ref']

function isSame(one: Ref, other: Ref): boolean {
  return one.stack === other.stack && one.service === other.service
}

function servicesOf(model: LabModel | null, isWanted: (ref: Ref) => boolean): readonly string[] {
  const wanted = (model?.services ?? []).filter(({ ref }) => isWanted(ref))
  // A service that two stacks share is measured once.
  return [...new Set(wanted.map(({ stack, ref }) => serviceSubject(stack.project.name, ref.service)))]
}

/** In as few digits as anybody can see: this is sent again and again. */
function shorten(
  { min, mean, max }: Columns,
  isBrief: boolean,
): { [Name in keyof Columns]: (number | null)[] } {
  return { min: isBrief ? [] : min.map(short), mean: mean.map(short), max: isBrief ? [] : max.map(short) }
}

function short(value: number | null): number | null {
  if (value === null) return null
  return Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 10_000) / 10_000
}
