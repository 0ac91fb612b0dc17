import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchLab } from '../open-bench.ts'

/** A running lab of stacks with ten services each, which do nothing. */
export async function openManyServices(bench: Bench, count: number): Promise<BenchLab> {
  const lab = await bench.openLab('fifty')
  await rm(lab.dir, { recursive: true })
  for (let stack = 0; stack < count / 10; stack += 1) {
    const dir = join(lab.dir, `${String(stack).padStart(2, '0')}-many`)
    await mkdir(dir, { recursive: true })
    const services = Array.from(
      { length: 10 },
      (_, index) => `  s${stack}-${index}:\n    image: switchyard/fixture:1\n    stop_grace_period: 0s\n`,
    )
    await writeFile(
      join(dir, 'docker-compose.yml'),
      `name: many-${stack}\nnetworks: { default: { name: many, external: true } }\nservices:\n${services.join('')}`,
    )
  }
  await lab.docker(['network', 'create', 'many'])
  await lab.run(['up'])
  return lab
}

/** Ids of the containers that run, by service. */
export async function findContainers(lab: BenchLab): Promise<ReadonlyMap<string, string>> {
  const format = '{{.Label "com.docker.compose.service"}} {{.ID}}'
  const { stdout } = await lab.docker(['ps', '--no-trunc', '--format', format])
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string])
  return new Map(pairs)
}
