import { renderSwitchyardFile, writeSwitchyardFile } from '../lab/init.ts'
import { describeGraph } from '../detail/describe-graph.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { realDir } from '../store/real-dir.ts'
import { describeLab } from './describe-lab.ts'
import { findMarks } from './find-marks.ts'
import { describingFailures, implementer } from './implementer.ts'
import { readLabStatus } from './read-lab-status.ts'
import { readLogs } from './read-logs.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** Labs: what they are, how they are, and what they say. */
export function labProcedures(rooms: Rooms) {
  const { engine, history } = rooms
  const { labs } = implementer
  return {
    list: labs.list.handler(() => [...history.listLabs()]),
    describe: labs.describe.handler(async ({ input }) => describeLab(await modelOf(rooms, input))),
    init: labs.init.handler(async ({ input }) => {
      const model = await modelOf(rooms, { dir: input.dir, environment: null, profiles: [] })
      const text = renderSwitchyardFile(model.lab, { schema: null, services: serviceNames(model) })
      return { file: input.dryRun ? null : await writeSwitchyardFile(input.dir, text), text }
    }),
    add: labs.add.handler(async ({ input }) => {
      const model = await modelOf(rooms, { dir: realDir(input.dir), environment: null, profiles: [] })
      if (model.lab.stacks.length === 0) throw noStacks(model)
      history.useLab(model.lab, new Date().toISOString())
      return describeLab(model)
    }),
    forget: labs.forget.handler(({ input }) => ({ forgotten: history.forgetLab(input.dir) })),
    status: labs.status.handler(async ({ input }) => readLabStatus(rooms, await modelOf(rooms, input))),
    watch: labs.watch.handler(({ input, signal }) => describingFailures(rooms.watcher.watch(input, signal))),
    graph: labs.graph.handler(async ({ input }) => describeGraph(await modelOf(rooms, input))),
    logs: labs.logs.handler(({ input, signal }) =>
      describingFailures(
        (async function* () {
          const model = await modelOf(rooms, input)
          yield* readLogs({ engine, model }, input, signal)
        })(),
      ),
    ),
    marks: labs.marks.handler(async ({ input }) => findMarks(rooms, await modelOf(rooms, input), input)),
    doctor: labs.doctor.handler(({ input }) => runDoctor(rooms, input)),
  }
}

/** A folder without Compose files is refused by discovery; this one has a `switchyard.yaml` that names no stack. */
function noStacks({ lab }: LabModel): SwitchyardError {
  return new SwitchyardError('LAB_NOT_FOUND', `There is no stack in ${lab.dir}.`, {
    ...(lab.configFile === null ? {} : { place: { file: lab.configFile } }),
    hint: 'Looked for stacks in switchyard.yaml, and there and four folders deep for Compose files.',
  })
}

function serviceNames({ lab, services }: LabModel): ReadonlyMap<string, readonly string[]> {
  return new Map(
    lab.stacks.map(({ name }) => [
      name,
      services.filter(({ ref }) => ref.stack === name).map(({ service }) => service.name),
    ]),
  )
}
