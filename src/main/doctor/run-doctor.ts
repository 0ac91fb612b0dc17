import { SwitchyardError } from '../../shared/errors.ts'
import type { DoctorReport, Finding } from '../../shared/doctor.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import type { HostControl } from '../host/control-model.ts'
import { loadLab } from '../lab/load-lab.ts'
import { readSwitchyardFile } from '../lab/switchyard-file/read.ts'
import type { RunRooms } from '../run/broken-update.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { resolveEnvironments } from '../run/facts/resolve-environments.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import type { Secrets } from '../secrets/create-secrets.ts'
import { listVariables } from '../secrets/variables/list-variables.ts'
import type { SettingsStore } from '../store/settings.ts'
import { applyFix, describeFix } from './apply-fix.ts'
import { checkCompose, checkEngine } from './check-engine.ts'
import { checkDisk } from './check-disk.ts'
import { checkFiles } from './check-files.ts'
import { checkHost } from './check-host.ts'
import { checkMetrics } from './check-metrics.ts'
import { checkNetworks, checkPorts } from './check-resources.ts'
import { checkServiceNames } from './check-service-names.ts'
import { checkScripts } from './check-scripts.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkSettings } from './check-settings.ts'
import { checkUpdates } from './check-updates.ts'
import { checkVariables } from './check-variables.ts'
import { type Draft, numberFindings } from './draft.ts'

export interface DoctorRooms extends RunRooms {
  readonly variables: NodeJS.ProcessEnv
  readonly compose: Compose
  readonly engine: Engine
  readonly settings: SettingsStore
  readonly host: HostControl
  readonly metrics: Pick<Metrics, 'way' | 'notice'>
  readonly secrets: Secrets
}

export interface DoctorRequest {
  readonly dir: string
  readonly environment: string | null
  readonly profiles: readonly string[]
  readonly fix: boolean
  /** Ids of the findings to fix; null for every one that has a fix. */
  readonly only: readonly string[] | null
}

/** Looks at everything that keeps a lab from starting; with `fix`, does what is safe and looks again. */
export async function runDoctor(rooms: DoctorRooms, request: DoctorRequest): Promise<DoctorReport> {
  const findings = await examine(rooms, request)
  if (!request.fix) return { findings, fixed: [] }
  const fixed: string[] = []
  for (const { id, fix } of findings) {
    if (fix && (request.only?.includes(id) ?? true)) fixed.push(await applyFix(rooms.engine, fix))
  }
  return { findings: fixed.length > 0 ? await examine(rooms, request) : findings, fixed }
}

async function examine(rooms: DoctorRooms, request: DoctorRequest): Promise<Finding[]> {
  const findings = numberFindings(await collectFindings(rooms, request))
  return Promise.all(
    findings.map(async (finding) =>
      finding.fix ? { ...finding, changes: await describeFix(finding.fix) } : finding,
    ),
  )
}

async function collectFindings(rooms: DoctorRooms, request: DoctorRequest): Promise<Draft[]> {
  const [engine, compose] = await Promise.all([checkEngine(rooms.engine), checkCompose(rooms.compose)])
  const hasEngine = engine.every(({ level }) => level !== 'error')
  const hasCompose = compose.every(({ level }) => level !== 'error')
  const base = [...engine, ...compose, ...checkSettings(rooms.settings)]
  if (!hasCompose) return base
  try {
    const lab = await loadLab(request, rooms)
    const model = await resolveLab(lab, rooms.compose)
    const declared = await rooms.secrets.declared(request.dir)
    const variables = listVariables(lab, { shell: rooms.variables, declared, stack: null })
    const files = [
      ...checkFiles(model),
      ...(await checkVariables(model, rooms.variables)),
      ...checkSecrets(rooms.secrets.describe(lab, declared), variables, Date.now()),
      ...checkScripts(model),
      ...(await checkHost(model, rooms.host)),
      ...(await checkNames(model, rooms.compose)),
    ]
    if (!hasEngine) return [...base, ...files]
    const snapshot = await rooms.engine.snapshot()
    return [
      ...base,
      ...files,
      ...checkUpdates(rooms, request.dir),
      ...checkNetworks(model, snapshot),
      ...(await checkPorts(model, snapshot, rooms.engine)),
      ...(await checkDisk(rooms.engine)),
      ...checkMetrics(rooms.metrics),
    ]
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    return [
      ...base,
      ...error.problems.map(({ message, place, hint }): Draft => ({
        check: 'lab',
        about: null,
        level: 'error',
        message,
        ...(place ? { place } : {}),
        ...(hint ? { advice: hint } : {}),
      })),
    ]
  }
}

/** What this environment does not have, another one may; they are read only when it matters. */
async function checkNames(model: LabModel, compose: Compose): Promise<Draft[]> {
  const file = await readSwitchyardFile(model.lab.dir)
  if (!file || checkServiceNames(file, [model]).length === 0) return []
  return checkServiceNames(file, [model, ...(await resolveEnvironments(model.lab, [], compose))])
}
