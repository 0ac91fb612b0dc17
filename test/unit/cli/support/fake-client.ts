import { createRouterClient, implement, ORPCError } from '@orpc/server'
import type { Client, Core } from '../../../../src/main/cli/client.ts'
import { contract, type LogLine } from '../../../../src/shared/contract.ts'
import { defaultSettings } from '../../../../src/shared/default-settings.ts'
import type { AlertList } from '../../../../src/shared/alerts.ts'
import type { DoctorReport } from '../../../../src/shared/doctor.ts'
import type { EnvironmentTable } from '../../../../src/shared/environments.ts'
import { SwitchyardError, errorCatalogue } from '../../../../src/shared/errors.ts'
import type { GpuState, GpuUnloaded } from '../../../../src/shared/gpu.ts'
import type { AuditEntry, HostActionPreview, HostReadings, HostState } from '../../../../src/shared/host.ts'
import type { Found } from '../../../../src/shared/finding.ts'
import type { KnownLab, LabView, ServiceRef } from '../../../../src/shared/lab.ts'
import type { LabLink, LinkCheck, NetworkAddresses } from '../../../../src/shared/links.ts'
import type { MetricBeat } from '../../../../src/shared/metrics.ts'
import type { MovePlan, MoveState, SplitProposal } from '../../../../src/shared/move-in.ts'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { HealthRecord } from '../../../../src/shared/record.ts'
import type { AutostartPlan, AutostartStatus } from '../../../../src/shared/autostart.ts'
import type { Schedule } from '../../../../src/shared/schedule.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import type { Situation } from '../../../../src/shared/situation.ts'
import type {
  CleanPreview,
  CleanResult,
  StorageView,
  VolumeView,
  VolumeWorkEvent,
} from '../../../../src/shared/storage.ts'
import type { LabStatus } from '../../../../src/shared/status.ts'
import type { ImageUse, Outdated, UpstreamDiff } from '../../../../src/shared/updates.ts'
import type { LabEvent } from '../../../../src/shared/watch.ts'

/** What the small in-memory core answers; what it was asked is kept in `asked`. */
export interface FakeCore {
  readonly situation?: Situation
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
  readonly environments?: EnvironmentTable
  readonly report?: DoctorReport
  readonly schedules?: Schedule[]
  readonly autostart?: { readonly status?: AutostartStatus; readonly plan?: AutostartPlan }
  readonly plan?: Plan
  readonly storage?: {
    readonly view?: StorageView
    readonly unused?: CleanPreview
    readonly cleaned?: CleanResult
    readonly volumes?: VolumeView[]
    /** What a backup and a restore tell. */
    readonly work?: VolumeWorkEvent[]
  }
  readonly links?: LabLink[]
  readonly checks?: LinkCheck[]
  readonly networks?: NetworkAddresses[]
  readonly found?: Found
  /** What is found by a name that is none of the lab's own, like a pattern. */
  readonly names?: Readonly<Record<string, readonly string[]>>
  readonly attached?: { ref: ServiceRef; command: string[]; dir: string }
  readonly needs?: string[]
  readonly shell?: { readonly prints: readonly string[]; readonly exitCode: number }
  readonly outdated?: Outdated
  readonly images?: ImageUse[]
  readonly upstream?: UpstreamDiff[]
  readonly split?: SplitProposal
  readonly move?: MoveState
  readonly movePlan?: MovePlan
  readonly host?: {
    readonly readings?: HostReadings
    readonly state?: HostState
    readonly preview?: HostActionPreview
    readonly audit?: AuditEntry[]
  }
  readonly gpu?: { readonly state: GpuState; readonly unloaded?: GpuUnloaded }
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
    app: contract.app,
    settings: { get: contract.settings.get },
    gpu: contract.gpu,
    host: contract.host,
    labs: { list, describe, init, add, status, watch, logs, doctor },
    environments: contract.environments,
    alerts: { list: contract.alerts.list },
    metrics: { watch: contract.metrics.watch },
    moveIn: contract.moveIn,
    runs: contract.runs,
    autostart: contract.autostart,
    schedules: contract.schedules,
    storage: contract.storage,
    services: { record: contract.services.record },
    secrets: contract.secrets,
    variables: contract.variables,
    shells: contract.shells,
    finding: contract.finding,
    links: contract.links,
    updates: contract.updates,
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
      situation: os.app.situation.handler(({ input }) => answer('app.situation', input, core.situation)),
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
    environments: {
      table: os.environments.table.handler(({ input }) =>
        answer('environments.table', input, core.environments),
      ),
    },
    alerts: { list: os.alerts.list.handler(() => answer('alerts.list', null, core.alerts)) },
    metrics: {
      watch: os.metrics.watch.handler(async function* ({ input }) {
        await Promise.resolve() // a real core answers later, too
        yield* answer('metrics.watch', input, core.beats)
      }),
    },
    gpu: {
      state: os.gpu.state.handler(({ input }) => answer('gpu.state', input, core.gpu?.state)),
      unload: os.gpu.unload.handler(({ input }) => answer('gpu.unload', input, core.gpu?.unloaded)),
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
    storage: {
      read: os.storage.read.handler(({ input }) => answer('storage.read', input, core.storage?.view)),
      unused: os.storage.unused.handler(({ input }) => answer('storage.unused', input, core.storage?.unused)),
      clean: os.storage.clean.handler(({ input }) => answer('storage.clean', input, core.storage?.cleaned)),
      volumes: os.storage.volumes.handler(({ input }) =>
        answer('storage.volumes', input, core.storage?.volumes ?? []),
      ),
      removeVolume: os.storage.removeVolume.handler(({ input }) =>
        answer('storage.removeVolume', input, { removed: true }),
      ),
      backups: os.storage.backups.handler(() => ({ dir: '/nowhere/state/backups', files: [] })),
      backup: os.storage.backup.handler(async function* ({ input }) {
        await Promise.resolve()
        yield* answer('storage.backup', input, core.storage?.work)
      }),
      restore: os.storage.restore.handler(async function* ({ input }) {
        await Promise.resolve()
        yield* answer('storage.restore', input, core.storage?.work)
      }),
    },
    services: {
      record: os.services.record.handler(({ input }) => answer('services.record', input, core.record)),
    },
    autostart: {
      status: os.autostart.status.handler(() => answer('autostart.status', null, core.autostart?.status)),
      plan: os.autostart.plan.handler(({ input }) => answer('autostart.plan', input, core.autostart?.plan)),
      enable: os.autostart.enable.handler(({ input }) => ({
        done: ['It was enabled.'],
        status: answer('autostart.enable', input, core.autostart?.status),
      })),
      disable: os.autostart.disable.handler(({ input }) =>
        answer('autostart.disable', input, { done: ['It is removed.'] }),
      ),
      startLab: os.autostart.startLab.handler(({ input }) =>
        answer('autostart.startLab', input, { runId: 'run-1' }),
      ),
    },
    schedules: {
      list: os.schedules.list.handler(({ input }) => ({
        schedules: answer('schedules.list', input, core.schedules),
        keptBy: 'nobody' as const,
        notice: null,
      })),
      set: os.schedules.set.handler(({ input }) => answer('schedules.set', input, core.schedules?.[0])),
      pause: os.schedules.pause.handler(({ input }) => answer('schedules.pause', input, core.schedules?.[0])),
      remove: os.schedules.remove.handler(({ input }) =>
        answer('schedules.remove', input, { removed: core.schedules?.length !== 0 }),
      ),
      runNow: os.schedules.runNow.handler(({ input }) =>
        answer('schedules.runNow', input, { runId: 'run-1' }),
      ),
    },
    secrets: {
      list: os.secrets.list.handler(({ input }) => answer('secrets.list', input, [])),
      fetch: os.secrets.fetch.handler(({ input }) => answer('secrets.fetch', input, [])),
    },
    variables: {
      list: os.variables.list.handler(({ input }) => answer('variables.list', input, [])),
    },
    shells: {
      open: os.shells.open.handler(({ input }) => answer('shells.open', input, { shellId: 'shell-1' })),
      output: os.shells.output.handler(async function* ({ input }) {
        await Promise.resolve()
        answer('shells.output', input, true)
        for (const text of core.shell?.prints ?? [])
          yield { data: Buffer.from(text).toString('base64'), exitCode: null }
        yield { data: null, exitCode: core.shell?.exitCode ?? 0 }
      }),
      write: os.shells.write.handler(({ input }) => answer('shells.write', input, { written: true })),
      resize: os.shells.resize.handler(({ input }) => answer('shells.resize', input, { resized: true })),
      close: os.shells.close.handler(({ input }) => answer('shells.close', input, { closed: true })),
    },
    finding: {
      search: os.finding.search.handler(({ input }) => answer('finding.search', input, core.found)),
      targets: os.finding.targets.handler(({ input }) => {
        const targets = input.targets.flatMap((target) => core.names?.[target] ?? target)
        return answer('finding.targets', input, { targets })
      }),
      service: os.finding.service.handler(({ input }) => {
        const [name = ''] = core.names?.[input.target] ?? [input.target]
        const [stack = '', service] = name.split('/')
        if (service === undefined) return unknown(input.target)
        return answer('finding.service', input, { ref: { stack, service } })
      }),
      exec: os.finding.exec.handler(({ input }) => answer('finding.exec', input, core.attached)),
      oneOff: os.finding.oneOff.handler(({ input }) =>
        answer('finding.oneOff', input, core.attached && { ...core.attached, needs: core.needs ?? [] }),
      ),
    },
    links: {
      list: os.links.list.handler(({ input }) => answer('links.list', input, core.links)),
      check: os.links.check.handler(({ input }) => answer('links.check', input, core.checks)),
      addresses: os.links.addresses.handler(({ input }) => answer('links.addresses', input, core.networks)),
    },
    updates: {
      check: os.updates.check.handler(({ input }) => answer('updates.check', input, core.outdated)),
      history: os.updates.history.handler(({ input }) => answer('updates.history', input, core.images)),
      upstream: os.updates.upstream.handler(({ input }) => answer('updates.upstream', input, core.upstream)),
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

function unknown(target: string): never {
  throw wrap(new SwitchyardError('NAME_UNKNOWN', `There is no stack or service named ${target} in lab fake.`))
}

/** As `src/main/api` hands a SwitchyardError to the doors. */
function wrap(error: SwitchyardError): ORPCError<string, unknown> {
  const data = { kind: errorCatalogue[error.code], problems: error.problems }
  return new ORPCError(error.code, { message: error.message, data })
}
