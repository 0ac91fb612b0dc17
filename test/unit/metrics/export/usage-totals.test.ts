import { expect, it } from 'vitest'
import { createUsageTotals } from '../../../../src/main/metrics/export/usage-totals.ts'
import type { ContainerReading } from '../../../../src/main/metrics/sampler/model.ts'
import { reading } from './support/readings.ts'

/** Beats a second apart; the processor time of each service after each of them, in seconds. */
function follow(...beats: readonly (readonly ContainerReading[])[]) {
  const usage = createUsageTotals()
  return beats.map((containers, second) => {
    usage.add({ atMs: second * 1000, containers })
    return Object.fromEntries(
      usage
        .services()
        .map(({ service, totals }) => [service, totals.cpuNs === null ? null : totals.cpuNs / 1e9]),
    )
  })
}
const web = (seconds: number, id = 'web-1') => reading('web', { cpuNs: seconds * 1e9 }, { id })

it('counts from the moment when a container is seen first', () => {
  expect(follow([web(100)], [web(101)], [web(101.5)])).toEqual([{ web: 0 }, { web: 1 }, { web: 1.5 }])
})

it('never goes back when one of several containers is started again, made anew or taken away', () => {
  const told = follow(
    [web(100, 'a'), web(50, 'b')],
    [web(101, 'a'), web(51, 'b')],
    // Started again: the kernel counts from 0.
    [web(102, 'a'), web(0.5, 'b')],
    [web(103, 'a'), web(1, 'b')],
    // Made anew.
    [web(104, 'a'), web(7, 'c')],
    [web(105, 'a'), web(8, 'c')],
    [web(9, 'c')],
  )
  expect(told.map(({ web: seconds }) => seconds)).toEqual([0, 2, 3, 4.5, 5.5, 7.5, 8.5])
})

it('goes on after a second in which a container could not be read, and tells only of what runs', () => {
  expect(follow([web(10)], [], [web(12)])).toEqual([{ web: 0 }, {}, { web: 2 }])
})

it('begins anew with a service that was away for five minutes', () => {
  const usage = createUsageTotals()
  usage.add({ atMs: 0, containers: [web(10)] })
  usage.add({ atMs: 1000, containers: [web(11)] })
  usage.add({ atMs: 301_001, containers: [] })
  usage.add({ atMs: 302_000, containers: [web(20)] })
  expect(usage.services()[0]?.totals.cpuNs).toBe(0)
})

it('puts together the containers of a service, and all those that Compose has not made', () => {
  const usage = createUsageTotals()
  const limit = { memoryLimitBytes: 400 }
  usage.add({
    atMs: 0,
    containers: [
      reading('db', { ...limit, diskReadBytes: null, diskWriteBytes: null }),
      reading('web', limit, { id: 'a' }),
      reading('web', {}, { id: 'b' }),
      reading(null, { memoryBytes: 7 }, { name: 'quirky_turing' }),
      reading(null, { memoryBytes: null, pids: null }, { name: 'bold_curie', id: 'other' }),
    ],
  })
  const nothing = { cpuNs: 0, networkInBytes: 0, networkOutBytes: 0, diskReadBytes: 0, diskWriteBytes: 0 }
  expect(usage.services()).toEqual([
    {
      project: 'ai',
      service: 'db',
      containers: 1,
      memoryBytes: 100,
      memoryLimitBytes: 400,
      processes: 2,
      totals: { ...nothing, diskReadBytes: null, diskWriteBytes: null },
    },
    {
      project: 'ai',
      service: 'web',
      containers: 2,
      memoryBytes: 200,
      memoryLimitBytes: null,
      processes: 4,
      totals: nothing,
    },
    {
      project: '',
      service: '',
      containers: 2,
      memoryBytes: 7,
      memoryLimitBytes: null,
      processes: 2,
      totals: nothing,
    },
  ])
})
