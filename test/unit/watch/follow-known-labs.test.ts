import { expect, it, onTestFinished, vi } from 'vitest'
import { followKnownLabs } from '../../../src/main/watch/follow-known-labs.ts'
import type { KnownLab } from '../../../src/shared/lab.ts'
import type { LabEvent } from '../../../src/shared/watch.ts'

const at = '2026-11-21T12:00:00.000Z'
const knownLab = (name: string): KnownLab => ({ name, dir: `/${name}`, lastUsedAt: at })

function snapshot(name: string, connected = true): LabEvent {
  return {
    type: 'snapshot',
    at,
    lab: { name, dir: `/${name}`, configFile: null, environment: null, stacks: [], layers: [], notes: [] },
    status: { lab: { name, dir: `/${name}` }, stacks: [] },
    engine: { connected, address: '', version: null, problem: null, since: at },
    runs: [],
    problems: [],
  }
}

/** Labs by what is told of them at once; a lab of which nothing is told cannot be read. */
function follow(labs: KnownLab[], told: Map<string, LabEvent[]>) {
  const watched: string[] = []
  const open = new Set<string>()
  const known = followKnownLabs({
    list: () => labs,
    everyMs: 5,
    async *watch({ dir }, signal) {
      watched.push(dir)
      const events = told.get(dir)
      if (!events) throw new Error('no lab')
      open.add(dir)
      yield* events
      if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      open.delete(dir)
    },
  })
  onTestFinished(() => known.close())
  const names = () => known.statuses().map(({ lab }) => lab.name)
  return { known, names, open, watched }
}

it('follows the labs in their order, tries again what cannot be read, and lets go what is forgotten', async () => {
  const labs = [knownLab('a'), knownLab('b')]
  const told = new Map([['/b', [snapshot('b')]]])
  const { names, open } = follow(labs, told)
  await vi.waitFor(() => expect(names()).toEqual(['b']))
  told.set('/a', [snapshot('a')])
  await vi.waitFor(() => expect(names()).toEqual(['a', 'b']))
  labs.pop()
  await vi.waitFor(() => expect([names(), [...open]]).toEqual([['a'], ['/a']]))
})

it('tells nothing of a lab whose engine does not answer', async () => {
  const told = new Map([
    ['/a', [snapshot('a'), snapshot('a', false)]],
    ['/b', [snapshot('b')]],
  ])
  const { names } = follow([knownLab('a'), knownLab('b')], told)
  await vi.waitFor(() => expect(names()).toEqual(['b']))
})

it('follows no more than ten, and none once it is closed', async () => {
  const labs = Array.from({ length: 12 }, (_, index) => knownLab(`lab-${index}`))
  const { known, open, watched } = follow(labs, new Map(labs.map(({ dir, name }) => [dir, [snapshot(name)]])))
  await vi.waitFor(() => expect(open.size).toBe(10))
  known.close()
  await vi.waitFor(() => expect(open.size).toBe(0))
  expect(new Set(watched).size).toBe(10)
})
