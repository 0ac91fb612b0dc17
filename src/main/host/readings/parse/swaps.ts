import { unescapePath } from './escapes.ts'

export interface SwapDevice {
  readonly path: string
  readonly kind: 'file' | 'partition' | 'zram'
  readonly totalBytes: number
  readonly usedBytes: number
  readonly priority: number
}

/** `/proc/swaps`; sizes in it are KiB. */
export function parseSwaps(text: string): readonly SwapDevice[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const found = /^(\S+)\s+(file|partition)\s+(\d+)\s+(\d+)\s+(-?\d+)$/.exec(line)
      if (!found) return []
      // A file that was removed while it was on: `/swap.img\040(deleted)`.
      const path = unescapePath(found[1] ?? '').replace(/ \(deleted\)$/, '')
      return [
        {
          path,
          kind: /^\/dev\/zram\d+$/.test(path) ? 'zram' : (found[2] as 'file' | 'partition'),
          totalBytes: Number(found[3]) * 1024,
          usedBytes: Number(found[4]) * 1024,
          priority: Number(found[5]),
        },
      ]
    })
}
