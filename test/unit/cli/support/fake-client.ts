import { createRouterClient, implement, ORPCError } from '@orpc/server'
import type { Client, Core } from '../../../../src/main/cli/client.ts'
import { contract, type LogLine } from '../../../../src/shared/contract.ts'
import { defaultSettings } from '../../../../src/shared/default-settings.ts'
import type { AlertList } from '../../../../src/shared/alerts.ts'
import type { DoctorReport } from '../../../../src/shared/doctor.ts'
import { SwitchyardError, errorCatalogue } from '../../../../src/shared/errors.ts'
import type { AuditEntry, HostActionPreview, HostReadings, HostState } from '../../../../src/shared/host.ts'
import type { KnownLab, LabView } from '../../../../src/shared/lab.ts'
import type { MetricBeat } from '../../../../src/shared/metrics.ts'
import type { MovePlan, MoveState, SplitProposal } from '../../../../src/shared/move-in.ts'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { HealthRecord } from '../../../../src/shared/record.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import type { LabStatus } from '../../../../src/shared/status.ts'
import type { LabEvent } from '../../../../src/shared/watch.ts'

/** What the small in-memory core answers; what it was asked is kept in `asked`. */
export interface FakeCore {
  readonly labs?: KnownLab[]
  readonly lab?: LabView
  readonly status?: LabStatus
  readonly logLines?: LogLine[]
  readonly beats?: MetricBeat[]
  /** What `labs.watch` tells before it ends. */
  readonly labEvents?: LabEvent[]
  /** Whether `labs.watch` goes on after that, until it is given up. */
  readonly staysOpen?: boolean
  readonly record?: HealthRecord
  readonly alerts?: AlertList
  readonly report?: DoctorReport
  readonly plan?: Plan
  readonly split?: SplitProposal
  readonly move?: MoveState
  readonly movePlan?: MovePlan
  readonly host?: {
    readonly readings?: HostReadings
    readonly state?: HostState
    readonly preview?: HostActionPreview
    readonly audit?: AuditEntry[]
  }
  /** Called when a run starts; what it yields are the events of the run. */
  readonly run?: (cancelled: Promise<void>) => AsyncIterable<RunEvent> | Iterable<RunEvent>
  /** Thrown by every operation, as the API throws it. */
  readonly error?: Error
}

export interface Asked {
  readonly operation: string
  readonly input: unknown
}

/** A client over the real contract, with handlers of a few lines. */
export function createFakeClient(core: FakeCore): {
  readonly client: Client
  readonly router: Core['router']
  readonly asked: Asked[]
} {
  const { list, describe, init, add, status, watch, logs, doctor } = contract.labs
  const os = implement({
    app: { info: contract.app.info },
    settings: { get: contract.settings.get },
    host: contract.host,
    labs: { list, describe, init, add, status, watch, logs, doctor },
    alerts: { list: contract.alerts.list },
    metrics: { watch: contract.metrics.watch },
    moveIn: contract.moveIn,
    runs: contract.runs,
    services: { record: contract.services.record },
  })
  const asked: Asked[] = []
  let cancel = () => {}
  const cancelled = new Promise<void>((resolve) => (cancel = resolve))

  const answer = <Value>(operation: string, input: unknown, value: Value | undefined): Value => {
    asked.push({ operation, input })
    if (core.error) throw core.error instanceof SwitchyardError ? wrap(core.error) : core.error
    if (value === undefined) throw new Error(`the fake core has no answer to ${operation}`)
    return value
  }

  const router = os.router({
    app: {
      info: os.app.info.handler(() => ({
        version: '0.0.0',
        node: '24.0.0',
        platform: 'linux',
        engineAddress: 'unix:///nowhere/docker.sock',
        sampleLab: null,
        configDir: '/nowhere/config',
        stateDir: '/nowhere/state',
      })),
    },
    settings: { get: os.settings.get.handler(() => defaultSettings) },
    labs: {
      list: os.labs.list.handler(() => answer('labs.list', null, core.labs)),
      describe: os.labs.describe.handler(({ input }) => answer('labs.describe', input, core.lab)),
      init: os.labs.init.handler(({ input }) =>
        answer('labs.init', input, { file: `${input.dir}/switchyard.yaml`, text: '# a lab\nstacks: {}\n' }),
      ),
      add: os.labs.add.handler(({ input }) => answer('labs.add', input, core.lab)),
      status: os.labs.status.handler(({ input }) => answer('labs.status', input, core.status)),
      watch: os.labs.watch.handler(async function* ({ input, signal }) {
        yield* answer('labs.watch', input, core.labEvents)
        if (core.staysOpen && !signal?.aborted)
          await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      }),
      logs: os.labs.logs.handler(async function* ({ input }) {
        await Promise.resolve() // a real core answers later, too
        yield { lines: answer('labs.logs', input, core.logLines), dropped: 0 }
      }),
      doctor: os.labs.doctor.handler(({ input }) => answer('labs.doctor', input, core.report)),
    },
    alerts: { list: os.alerts.list.handler(() => answer('alerts.list', null, core.alerts)) },
    metrics: {
      watch: os.metrics.watch.handler(async function* ({ input }) {
        await Promise.resolve() // a real core answers later, too
        yield* answer('metrics.watch', input, core.beats)
      }),
    },
    moveIn: {
      propose: os.moveIn.propose.handler(({ input }) => answer('moveIn.propose', input, core.split)),
      write: os.moveIn.write.handler(({ input }) => answer('moveIn.write', input, core.split)),
      state: os.moveIn.state.handler(({ input }) => answer('moveIn.state', input, core.move)),
      plan: os.moveIn.plan.handler(({ input }) => answer('moveIn.plan', input, core.movePlan)),
      start: os.moveIn.start.handler(({ input }) => answer('moveIn.start', input, { runId: 'run-1' })),
    },
    host: {
      watch: os.host.watch.handler(async function* () {
        await Promise.resolve()
        const readings = answer('host.watch', null, core.host?.readings)
        yield { readings, state: answer('host.state', null, core.host?.state) }
      }),
      state: os.host.state.handler(() => answer('host.state', null, core.host?.state)),
      preview: os.host.preview.handler(({ input }) => answer('host.preview', input, core.host?.preview)),
      act: os.host.act.handler(({ input }) => ({
        done: ['It was done.'],
        state: answer('host.act', input, core.host?.state),
      })),
      audit: os.host.audit.handler(({ input }) => answer('host.audit', input, core.host?.audit)),
    },
    services: {
      record: os.services.record.handler(({ input }) => answer('services.record', input, core.record)),
    },
    runs: {
      plan: os.runs.plan.handler(({ input }) => answer('runs.plan', input, core.plan)),
      start: os.runs.start.handler(({ input }) => answer('runs.start', input, { runId: 'run-1' })),
      events: os.runs.events.handler(async function* ({ input }) {
        for await (const event of answer('runs.events', input, core.run?.(cancelled))) yield event
      }),
      cancel: os.runs.cancel.handler(({ input }) => {
        cancel()
        return answer('runs.cancel', input, { cancelled: true })
      }),
      history: os.runs.history.handler(({ input }) => answer('runs.history', input, [])),
    },
  })
  return { client: createRouterClient(router), router: router as unknown as Core['router'], asked }
}

/** As `src/main/api` hands a SwitchyardError to the doors. */
function wrap(error: SwitchyardError): ORPCError<string, unknown> {
  const data = { kind: errorCatalogue[error.code], problems: error.problems }
  return new ORPCError(error.code, { message: error.message, data })
}
