import { join } from 'node:path'
import {
  movePorts,
  openLabFrom,
  publishedAddress,
  type LabFixture,
} from '../../engine/support/lab-fixture.ts'

/** A copy of the lab that comes with Switchyard, on ports of its own. */
export async function openSampleLab(): Promise<LabFixture> {
  const lab = await openLabFrom(join(import.meta.dirname, '../../../resources/sample-lab'), 'sample-lab')
  await movePorts(lab.dir, publishedAddress())
  return lab
}

const projects = ['sample-infrastructure', 'sample-models', 'sample-apps']

/** What the engine itself says of the sample's containers, as `service: state`. */
export async function sampleStates(lab: LabFixture): Promise<Record<string, string>> {
  const states = await Promise.all(projects.map((project) => lab.states(project)))
  return Object.assign({}, ...states) as Record<string, string>
}
