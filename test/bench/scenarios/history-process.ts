import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import { createMetricHistory } from '../../../src/main/metrics/history/create-history.ts'
import type { MetricHistory } from '../../../src/main/metrics/history/model.ts'
import { createInventedLab } from './history-lab.ts'

/** One thing to do with a history, in a process of its own; says what came of it as JSON. */
const works: Readonly<Record<string, (history: MetricHistory, toMs: number) => unknown>> = {
  make,
  ask,
  week,
  write,
  watch,
}

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const monthMs = 30 * dayMs

const [work = '', stateDir = '', toText = ''] = process.argv.slice(2)
const beforeMs = performance.now()
const history = createMetricHistory({ stateDir })
const result = await works[work]?.(history, Number(toText))
history.dispose()
process.stdout.write(JSON.stringify(result))

/** Thirty days of a hundred containers: no more beats than each roll-up that is still kept needs. */
function make(to: MetricHistory, toMs: number) {
  const lab = createInventedLab(100)
  const stretches = [
    { backMs: monthMs, everyMs: 15 * minuteMs },
    { backMs: 8 * dayMs, everyMs: minuteMs },
    { backMs: 26 * hourMs, everyMs: 10 * secondMs },
    { backMs: 20 * minuteMs, everyMs: secondMs },
    { backMs: 0, everyMs: secondMs },
  ]
  for (const [index, { backMs, everyMs }] of stretches.entries()) {
    const endMs = toMs - (stretches[index + 1]?.backMs ?? 0)
    for (let atMs = toMs - backMs; atMs < endMs; atMs += everyMs) to.add(atMs, lab.samples())
  }
  to.flush()
  return { bytes: to.stats().bytes }
}

/** From nothing to the processor time of all containers in that month. */
function ask(of: MetricHistory, toMs: number) {
  const query = () =>
    of.query({
      subjects: { prefix: 'container:' },
      metrics: ['cpu'],
      fromMs: toMs - monthMs,
      toMs,
      points: 800,
    })
  const { series, steps } = query()
  const firstMs = performance.now() - beforeMs
  const againMs = performance.now()
  query()
  const missing = series.reduce((sum, { mean }) => sum + mean.filter((each) => each === null).length, 0)
  return { firstMs, againMs: performance.now() - againMs, series: series.length, steps, missing }
}

/** A week of 150 containers, one of them made anew every ten minutes; a beat every five seconds takes no less memory. */
async function week(to: MetricHistory, toMs: number) {
  const lab = createInventedLab(150)
  const beforeBytes = process.memoryUsage.rss()
  let mostBytes = 0
  for (let atMs = toMs - 7 * dayMs; atMs < toMs; atMs += 5 * secondMs) {
    to.add(atMs, lab.samples())
    if (atMs % (10 * minuteMs) === 0) lab.replaceOne()
    // The collector of garbage has work to do between events, as in the product.
    if (atMs % minuteMs === 0) await immediate()
    if (atMs % hourMs === 0) mostBytes = Math.max(mostBytes, process.memoryUsage.rss())
  }
  return { beforeBytes, mostBytes, bytes: to.stats().bytes }
}

/** Two hours of 150 containers, each second, without waiting: the share of a core, and how long beats took. */
function write(to: MetricHistory, toMs: number) {
  const lab = createInventedLab(150)
  const seconds = 2 * 3600
  const beats: number[] = []
  let usedMs = 0
  for (let atMs = toMs - seconds * secondMs; atMs < toMs; atMs += secondMs) {
    // Inventing the values is not ours.
    const samples = lab.samples()
    const before = process.cpuUsage()
    const beganAtMs = performance.now()
    to.add(atMs, samples)
    beats.push(performance.now() - beganAtMs)
    const { user, system } = process.cpuUsage(before)
    usedMs += (user + system) / 1000
  }
  beats.sort((one, other) => one - other)
  return {
    share: usedMs / (seconds * secondMs),
    worstMs: beats.at(-1),
    p99Ms: beats[Math.floor(beats.length * 0.99)],
  }
}

/** The same as it is: once a second, when everything else has been on the processor meanwhile. */
async function watch(to: MetricHistory) {
  const lab = createInventedLab(150)
  const seconds = 30
  let usedMs = 0
  for (let second = 0; second < seconds; second += 1) {
    const samples = lab.samples()
    const before = process.cpuUsage()
    to.add(Date.now(), samples)
    const { user, system } = process.cpuUsage(before)
    usedMs += (user + system) / 1000
    await sleep(secondMs)
  }
  return { share: usedMs / (seconds * secondMs) }
}
