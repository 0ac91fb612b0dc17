import { statfs } from 'node:fs/promises'
import type { Engine } from '../engine/model.ts'
import type { Draft } from './draft.ts'

const gibibyte = 1024 ** 3
const scarceBytes = 10 * gibibyte
const emptyBytes = gibibyte

/** Free space where the engine keeps images and volumes; only for an engine on this machine. */
export async function checkDisk(engine: Engine): Promise<Draft[]> {
  if (!engine.isLocal) return []
  const rootDir = await engine.rootDir()
  const disk = await statfs(rootDir).catch(() => null)
  if (!disk) return []
  const freeBytes = disk.bavail * disk.bsize
  const free = `${(freeBytes / gibibyte).toFixed(1)} GiB`
  if (freeBytes >= scarceBytes)
    return [{ check: 'disk', about: null, level: 'ok', message: `${free} are free in ${rootDir}.` }]
  return [
    {
      check: 'disk',
      about: null,
      level: freeBytes < emptyBytes ? 'error' : 'warning',
      message: `Only ${free} are free in ${rootDir}.`,
      advice: 'Remove what nobody needs: `switchyard clean`; `switchyard storage` shows what fills it.',
    },
  ]
}
