import type { HostReadings } from '../../../shared/host.ts'
import { openKept } from './kept-file.ts'
import type { KernelDirs } from './model.ts'
import { busyPercent, type CpuStat, parseCpuStat } from './parse/cpu-times.ts'

/** How busy the processors were since the reading before. */
export function openProcessors({ procDir }: Pick<KernelDirs, 'procDir'>) {
  const stat = openKept(`${procDir}/stat`)
  const load = openKept(`${procDir}/loadavg`)
  let before: CpuStat | null = null
  return {
    read(): HostReadings['cpu'] {
      const now = parseCpuStat(stat.read() ?? '')
      const last = before
      before = now
      // A thread that was taken offline moves the others: then there is nothing to compare with.
      const isComparable = last?.threads.length === now.threads.length
      return {
        percent: last && busyPercent(last.all, now.all),
        threads:
          last && isComparable
            ? now.threads.map((times, index) => busyPercent(last.threads[index] ?? times, times))
            : [],
        load: parseLoad(load.read() ?? ''),
      }
    },
    close() {
      stat.close()
      load.close()
    },
  }
}

function parseLoad(text: string): [number, number, number] {
  const [one, five, fifteen] = text.split(' ').map(Number)
  return [one || 0, five || 0, fifteen || 0]
}
