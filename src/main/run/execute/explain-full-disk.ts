import { statfs } from 'node:fs/promises'
import { formatBytes, formatList, formatServiceRef } from '../../../shared/format.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { Failure } from '../../../shared/run.ts'
import type { Engine } from '../../engine/model.ts'

/** Whether an engine says that its disk is full, in the words of the kernel. Pure. */
export function isDiskFull(reason: string): boolean {
  return /no space left on device|disk quota exceeded/i.test(reason)
}

/**
 * The services whose images Compose had not pulled when it gave up; all of them when it does not tell. `said` is what it printed.
 * Pure.
 */
export function findUnpulled(services: readonly ServiceRef[], said: string): readonly ServiceRef[] {
  const lines = new Set(said.split('\n').map((line) => line.trim()))
  const left = services.filter(({ service }) => !lines.has(`${service} Pulled`))
  return left.length > 0 ? left : services
}

/**
 * A failure for lack of space, with where that is and what to do; any other as it is. `wanted`: whose images were pulled or built when
 * it happened, with the images; none when it was something else.
 */
export async function explainFullDisk(
  engine: Pick<Engine, 'isLocal' | 'rootDir'>,
  failure: Failure,
  wanted: { readonly services: readonly ServiceRef[]; readonly images: readonly string[] },
): Promise<Failure> {
  if (!isDiskFull(failure.reason)) return failure
  const dir = await engine.rootDir().catch(() => null)
  const disk = engine.isLocal && dir !== null ? await statfs(dir).catch(() => null) : null
  const free = disk ? `${formatBytes(disk.bavail * disk.bsize)} are free in ${dir} now` : null
  const place = free ?? (dir === null ? null : `it keeps images in ${dir}`)
  const names = wanted.services.map(formatServiceRef)
  const what = names.length > 0 ? `, with no room for ${formatList(wanted.images)}` : ''
  const rest = names.length > 0 ? ` Nothing of ${formatList(names)} was stopped for it.` : ''
  return {
    ...failure,
    reason: `The engine's disk is full${what}${place === null ? '' : ` (${place})`}.${rest}`,
    log: [
      `The engine says: ${failure.reason}.`,
      'Make room with `switchyard clean` (`switchyard storage` shows what fills the disk), then try again.',
    ],
  }
}
