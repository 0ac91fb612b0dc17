import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  movePorts,
  openLabFrom,
  publishedAddress,
  type LabFixture,
} from '../../engine/support/lab-fixture.ts'

/** A copy of the lab that comes with Switchyard, on ports of its own and with a model that loads in two seconds. */
export async function openSampleLab(): Promise<LabFixture> {
  const lab = await openLabFrom(join(import.meta.dirname, '../../../resources/sample-lab'), 'sample-lab')
  await movePorts(lab.dir, publishedAddress())
  const models = join(lab.dir, '10-models/docker-compose.yml')
  const text = await readFile(models, 'utf8')
  await writeFile(models, text.replace("READY_AFTER: '8'", "READY_AFTER: '2'"))
  return lab
}

const projects = ['sample-infrastructure', 'sample-models', 'sample-apps']

/** What the engine itself says of the sample's containers, as `service: state`. */
export async function sampleStates(lab: LabFixture): Promise<Record<string, string>> {
  const states = await Promise.all(projects.map((project) => lab.states(project)))
  return Object.assign({}, ...states) as Record<string, string>
}
