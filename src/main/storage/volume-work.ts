import { stat } from 'node:fs/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatList } from '../../shared/format.ts'
import type { Manifest, VolumeWorkEvent } from '../../shared/storage.ts'
import type { EngineStorage, StoredContainer, StoredVolume } from '../engine/storage-model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { chooseFile, freeFile, stampOf } from './backup-files.ts'
import { type BackupMade, backupVolume } from './backup-volume.ts'
import type { Measurer } from './measure.ts'
import type { BackupRequest, RestoreRequest } from './model.ts'
import { fillNewVolume, isEmptyVolume, specOf, verifyBackup, type VolumeSpec } from './restore-volume.ts'
import { usersOfVolumes } from './summarize.ts'
import { holdersOf, needConfirmation, needVolume, refuseAlwaysOn, refuseHeld } from './volume-rules.ts'
import type { Wanted } from './wanted.ts'

export interface VolumeWork {
  readonly engine: EngineStorage
  readonly measurer: Measurer
  readonly backupsDir: string
  readonly report: (event: VolumeWorkEvent) => void
  readonly signal: AbortSignal
}

/** Between two events of progress. */
const progressEveryMs = 200
/** The size of a volume is worth waiting for so long, to say how far the work is. */
const sizePatienceMs = 1500

/** A backup, around it the stop and the start of the services that use the volume where that was asked for. */
export async function performBackup(
  work: VolumeWork,
  model: LabModel,
  request: BackupRequest,
): Promise<void> {
  const { engine, report, signal } = work
  const volume = await needVolume(engine, request.volume)
  const { file, format } = chooseFile(work.backupsDir, volume.name, request, new Date())
  const { containers } = await engine.list()
  const running = holdersOf(containers, volume.name).filter(({ isRunning }) => isRunning)
  const totalBytes = await sizeOf(work, volume.name)
  const makeIt = async (written: readonly StoredContainer[]) => {
    report({ type: 'phase', text: `Reading volume ${volume.name}` })
    const made = await backupVolume({
      engine,
      volume,
      file,
      format,
      written: written.map(({ name }) => name),
      signal,
      onProgress: progressOf(report, totalBytes),
    })
    return doneEvent(volume.name, file, made, null)
  }
  if (running.length === 0) return report(await makeIt([]))
  const { stopUsers } = request
  if (!stopUsers) {
    report({ type: 'warning', text: describeWritten(running) })
    return report(await makeIt(running))
  }
  const services = servicesOf(model, containers, running, volume)
  report({ type: 'phase', text: `Stopping ${formatList(services)}` })
  const startAgain = await stopUsers(services)
  let done: VolumeWorkEvent | null = null
  try {
    signal.throwIfAborted()
    done = await makeIt([])
  } finally {
    report({ type: 'phase', text: `Starting ${formatList(services)} again` })
    await startAgain().catch((error: unknown) => {
      // The backup is there all the same.
      if (done) report(done)
      throw error
    })
  }
  report(done)
}

function describeWritten(running: readonly StoredContainer[]): string {
  const names = formatList(running.map(({ name }) => name))
  return `${names} can write while the volume is read. A database may not come up from such a backup; with --stop it is stopped for that time.`
}

/** Throws VOLUME_IN_USE when something runs that is not a service of this lab. */
function servicesOf(
  model: LabModel,
  containers: readonly StoredContainer[],
  running: readonly StoredContainer[],
  volume: StoredVolume,
): readonly string[] {
  const users = usersOfVolumes(model, containers).get(volume.name) ?? []
  const known = new Set(users.map(({ stack, service }) => `${stack.project.name}\0${service.name}`))
  const strange = running.filter(
    ({ summary }) => !summary || summary.isOneOff || !known.has(`${summary.project}\0${summary.service}`),
  )
  if (strange.length > 0) {
    const names = formatList(strange.map(({ name }) => name))
    throw new SwitchyardError(
      'VOLUME_IN_USE',
      `The volume ${volume.name} is used by ${names}, no service of this lab.`,
      {
        hint: 'Stop it yourself, then try again.',
      },
    )
  }
  const wanted = new Set(running.map(({ summary }) => `${summary?.project}\0${summary?.service}`))
  return users
    .filter(({ stack, service }) => wanted.has(`${stack.project.name}\0${service.name}`))
    .map(({ key }) => key)
}

/**
 * Puts a backup into a volume that is made for it. What a volume of this name holds is kept as a backup of its own first,
 * and put back when the restore fails.
 */
export async function performRestore(
  work: VolumeWork,
  wanted: Wanted,
  request: RestoreRequest,
): Promise<void> {
  const { engine, report, signal } = work
  const { file } = request
  const { size: fileBytes } = await stat(file).catch(() => ({ size: 0 }))
  report({ type: 'phase', text: `Checking ${file}` })
  const manifest = await verifyBackup(file, { signal, onProgress: progressOf(report, null) })
  const name = request.volume ?? manifest.volume.name
  const existing = await engine.findVolume(name)
  const safetyFile = existing ? await clearWay(work, wanted, existing, request) : null
  const spec = existing ?? specOf(manifest, name)
  report({ type: 'phase', text: `Filling volume ${name}` })
  try {
    if (existing) await engine.removeVolume(name)
    await fillNewVolume(engine, spec, file, { signal, onProgress: progressOf(report, manifest.bytes) })
  } catch (error) {
    if (existing) await putBack(work, existing, safetyFile)
    throw error
  }
  report(doneEvent(name, file, { manifest, fileBytes }, safetyFile))
}

/** Makes sure that a volume may be replaced; returns the backup of what it holds, null when that is nothing. */
async function clearWay(
  work: VolumeWork,
  wanted: Wanted,
  existing: StoredVolume,
  { replace, includeAlwaysOn }: RestoreRequest,
): Promise<string | null> {
  const { engine, report, signal, backupsDir } = work
  await refuseHeld(engine, existing.name)
  refuseAlwaysOn(wanted, existing.name, includeAlwaysOn)
  if (await isEmptyVolume(engine, existing.name, signal)) return null
  if (replace === null) {
    throw new SwitchyardError('USAGE', `The volume ${existing.name} is not empty.`, {
      hint: 'Restore under another name, or replace what it holds: --replace.',
    })
  }
  needConfirmation(existing.name, replace, 'Replacing what is in')
  const format = 'tar.zst'
  const safetyFile = freeFile(backupsDir, `${existing.name}-${stampOf(new Date())}-before-restore`, format)
  report({ type: 'phase', text: `Keeping what ${existing.name} holds now as ${safetyFile}` })
  const onProgress = progressOf(report, await sizeOf(work, existing.name))
  await backupVolume({ engine, volume: existing, file: safetyFile, format, written: [], signal, onProgress })
  return safetyFile
}

/** What was there before, also when the work was cancelled. */
async function putBack(
  { engine, report }: VolumeWork,
  spec: VolumeSpec,
  safetyFile: string | null,
): Promise<void> {
  if (safetyFile === null) return engine.createVolume(spec)
  report({ type: 'phase', text: `Putting back what ${spec.name} held` })
  const reading = { signal: new AbortController().signal, onProgress: progressOf(report, null) }
  try {
    await fillNewVolume(engine, spec, safetyFile, reading)
  } catch (cause) {
    throw new SwitchyardError(
      'BACKUP_FAILED',
      `Neither the restore worked nor putting back what ${spec.name} held.`,
      { place: { file: safetyFile }, hint: 'What it held is in this file: restore it.', cause },
    )
  }
}

async function sizeOf({ measurer }: VolumeWork, volume: string): Promise<number | null> {
  const { volumes } = await measurer.measure(['volumes'], { waitMs: sizePatienceMs, fresh: false })
  return volumes?.value[volume] ?? null
}

function doneEvent(
  volume: string,
  file: string,
  { manifest, fileBytes }: BackupMade & { readonly manifest: Manifest },
  safetyFile: string | null,
): VolumeWorkEvent {
  const { bytes, entries, sha256 } = manifest
  return { type: 'done', volume, file, bytes, fileBytes, entries, sha256, safetyFile }
}

function progressOf(report: VolumeWork['report'], totalBytes: number | null): (bytes: number) => void {
  let toldAtMs = 0
  return (bytes) => {
    const nowMs = performance.now()
    if (nowMs - toldAtMs < progressEveryMs) return
    toldAtMs = nowMs
    report({ type: 'progress', bytes, totalBytes })
  }
}
