import { setTimeout as sleep } from 'node:timers/promises'
import { createHostReader } from '../../../src/main/host/readings/create-host-reader.ts'
import type { LabContainer } from '../../../src/main/host/readings/model.ts'
import type { Row } from '../figures.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'

const samples = 3
const readingsOfSample = 20

/** What it costs to read the whole host once a second, with the memory of fifty containers. */
export const hostReadings: Scenario = {
  name: 'host-readings',
  async run(bench: Bench): Promise<readonly Row[]> {
    const lab = await bench.openLab('fifty')
    await lab.run(['up'])
    const containers = await findContainers(lab)
    const reader = await createHostReader()
    const read = () => reader.read({ containers, swapDirs: ['/var/lib/switchyard/swap'] })
    // Opens the files, and gives the compiler its time.
    for (let count = 0; count < 10; count += 1) {
      read()
      await sleep(250)
    }
    const shares: number[] = []
    for (let sample = 0; sample < samples; sample += 1) {
      const startedAtMs = performance.now()
      const before = process.cpuUsage()
      for (let count = 0; count < readingsOfSample; count += 1) {
        read()
        await sleep(1000)
      }
      const { user, system } = process.cpuUsage(before)
      shares.push((user + system) / 1000 / (performance.now() - startedAtMs))
    }
    const { memory } = read()
    reader.close()
    await bench.clean()
    const seen = memory.stacks.length
    return [
      {
        name: 'host: readings once a second',
        ours: { kind: 'share', samples: shares },
        theirs: null,
        limit: { kind: 'share', max: 0.005 },
        coldMs: null,
        notes: [`of one core, with the memory of ${containers.length} containers in ${seen} stacks`],
      },
    ]
  },
}

async function findContainers(lab: BenchLab): Promise<readonly LabContainer[]> {
  const { stdout: ids } = await lab.docker(['ps', '--quiet', '--no-trunc'])
  const label = '{{index .Config.Labels "com.docker.compose.project"}}'
  const service = '{{index .Config.Labels "com.docker.compose.service"}}'
  const format = `{{.Id}} {{.State.Pid}} ${label} ${service}`
  const { stdout } = await lab.docker(['inspect', '--format', format, ...ids.trim().split('\n')])
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', pid, stack = '', name = ''] = line.split(' ')
      return { id, pid: Number(pid), stack, service: name }
    })
}
