import { readdir, readFile } from 'node:fs/promises'

/** Ids of the processes on this machine whose command line has this text in it; what is dead but not collected has none. */
export async function findProcesses(marker: string): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).map(Number).filter((id) => Number.isInteger(id))
  const found = await Promise.all(
    ids.map(async (id) => {
      const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
      return line.replaceAll('\0', ' ').includes(marker) ? [id] : []
    }),
  )
  return found.flat()
}
