import { chmod, copyFile } from 'node:fs/promises'
import { constants } from 'node:fs'
import { SwitchyardError } from '../../shared/errors.ts'
import type { DoctorReport, Finding, Fix } from '../../shared/doctor.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import { loadLab } from '../lab/load-lab.ts'
import { resolveLab } from '../run/collect-facts.ts'
import { checkCompose, checkEngine } from './check-engine.ts'
import { checkDisk } from './check-disk.ts'
import { checkFiles } from './check-files.ts'
import { checkNetworks, checkPorts } from './check-resources.ts'
import { checkVariables } from './check-variables.ts'

export interface DoctorRooms {
  readonly variables: NodeJS.ProcessEnv
  readonly compose: Compose
  readonly engine: Engine
}

/** Looks at everything that keeps a lab from starting; with `fix`, does what is safe and looks again. */
export async function runDoctor(
  rooms: DoctorRooms,
  request: {
    readonly dir: string
    readonly environment: string | null
    readonly profiles: readonly string[]
    readonly fix: boolean
  },
): Promise<DoctorReport> {
  const findings = await examine(rooms, request)
  if (!request.fix) return { findings, fixed: [] }
  const fixed: string[] = []
  for (const { fix } of findings) if (fix) fixed.push(await applyFix(rooms, fix))
  return { findings: fixed.length > 0 ? await examine(rooms, request) : findings, fixed }
}

async function examine(
  rooms: DoctorRooms,
  request: {
    readonly dir: string
    readonly environment: string | null
    readonly profiles: readonly string[]
  },
): Promise<Finding[]> {
  const [engine, compose] = await Promise.all([checkEngine(rooms.engine), checkCompose(rooms.compose)])
  const hasEngine = engine.every(({ level }) => level !== 'error')
  const hasCompose = compose.every(({ level }) => level !== 'error')
  const base = [...engine, ...compose]
  if (!hasCompose) return base
  try {
    const lab = await loadLab(request, rooms)
    const model = await resolveLab(lab, rooms.compose)
    const files = [...checkFiles(model), ...(await checkVariables(model))]
    if (!hasEngine) return [...base, ...files]
    const snapshot = await rooms.engine.snapshot()
    return [
      ...base,
      ...files,
      ...checkNetworks(model, snapshot),
      ...(await checkPorts(model, snapshot, rooms.engine)),
      ...(await checkDisk(rooms.engine)),
    ]
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    return [
      ...base,
      ...error.problems.map(({ message, place, hint }): Finding => ({
        check: 'lab',
        level: 'error',
        message,
        ...(place ? { place } : {}),
        ...(hint ? { advice: hint } : {}),
      })),
    ]
  }
}

async function applyFix({ engine }: DoctorRooms, fix: Fix): Promise<string> {
  switch (fix.kind) {
    case 'create-network':
      await engine.createNetwork(fix.network)
      return `Created network ${fix.network}.`
    case 'copy-file':
      // Never over a file that has appeared meanwhile.
      await copyFile(fix.from, fix.to, constants.COPYFILE_EXCL)
      // Secrets will be written into it.
      await chmod(fix.to, 0o600)
      return `Copied ${fix.from} to ${fix.to}; fill in its values.`
  }
}
