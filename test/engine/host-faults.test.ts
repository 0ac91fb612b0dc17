import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programsDir, startHelperMachine, type HelperMachine } from './support/host-helper.ts'
import { readSwaps } from './support/host-machine.ts'

/** What `faults.py` prints. */
interface Faults {
  readonly rounds: number
  readonly points: number
  /** Milliseconds until giving back began, and until everything was as before. */
  readonly begins: readonly number[]
  readonly ends: readonly number[]
  readonly failures: readonly string[]
}

const scenarios = [
  { name: 'app', rounds: 20, who: 'The app is killed' },
  { name: 'helper', rounds: 5, who: 'The helper is killed' },
  { name: 'both', rounds: 5, who: 'The app and the helper are killed' },
  { name: 'all', rounds: 3, who: 'The app, the helper and what watches it are killed' },
  { name: 'two', rounds: 10, who: 'Two apps hold the host, and end in any order and way' },
] as const

describe.each(['systemd', 'none'] as const)('the host after a fault, with the init %s', (init) => {
  let machine: HelperMachine
  let swapsBefore: readonly string[]
  beforeAll(async () => {
    swapsBefore = await readSwaps()
    machine = await startHelperMachine(init)
  })
  afterAll(() => machine.stop())

  it.for(scenarios)('is as before: $who', { timeout: 300_000 }, async ({ name, rounds, who }) => {
    const { code, stdout, stderr } = await machine.exec(
      ['python3', `${programsDir}/faults.py`, name, String(rounds)],
      { timeoutMs: 290_000 },
    )
    expect([code, stderr]).toEqual([0, ''])
    const faults = JSON.parse(stdout) as Faults
    expect(faults.failures).toEqual([])
    expect(faults.ends.length).toBe(faults.rounds)
    expect(await machine.guard()).toBe('active')
    expect(await readSwaps()).toEqual(swapsBefore)
    expect(await machine.swapFiles()).toEqual([])
    expect(await machine.journal()).toMatchObject({ leases: {}, swaps: {}, guards: {} })
    console.log(
      `${who} (${init}): ${faults.rounds} rounds at ${faults.points} points, all as before; giving back began after ` +
        `${spread(faults.begins)}, was done after ${spread(faults.ends)}.`,
    )
  })
})

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  return `${sorted[Math.floor(sorted.length / 2)]} ms (longest ${sorted.at(-1)} ms)`
}
