import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startHostMachine } from '../../engine/support/host-machine.ts'
import { type Row, median, timeFigure } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'

const roundsOfRun = 5

/** What a recipe costs beside the kernel's own work: 64 MiB of swap, earlyoom and the cache, there and back. */
export const hostRecipe: Scenario = {
  name: 'host-recipe',
  async run({ engine, runs, report }: Bench): Promise<readonly Row[]> {
    await using machine = await startHostMachine({ engineVariables: engine.env })
    const installed = await machine.switchyard(['host', 'install', '--yes'])
    if (installed.code !== 0) throw new Error(installed.stderr)
    const program = await readFile(join(import.meta.dirname, 'host-recipe.py'), 'utf8')
    report(`host-recipe: ${runs * roundsOfRun} rounds`)
    const { code, stdout, stderr } = await machine.exec(['python3', '-', String(runs * roundsOfRun)], {
      input: program,
      timeoutMs: 120_000,
    })
    if (code !== 0) throw new Error(stderr)
    const times = JSON.parse(stdout) as Readonly<Record<'ours' | 'script' | 'kernel', readonly number[]>>
    const kernelMs = median(times.kernel)
    const beside = (samplesMs: readonly number[]) => timeFigure(samplesMs.map((ms) => ms - kernelMs))
    return [
      {
        name: 'host: a recipe beside the kernel’s own work',
        ours: beside(times.ours),
        theirs: beside(times.script),
        limit: { kind: 'time', maxMs: 150 },
        coldMs: null,
        notes: [
          `64 MiB of swap on and off, earlyoom paused and resumed, cache dropped; less ${kernelMs.toFixed(0)} ms of swapon, swapoff and drop_caches alone`,
          'theirs: the same by a shell script, which gives nothing back when it is killed',
        ],
      },
    ]
  },
}
