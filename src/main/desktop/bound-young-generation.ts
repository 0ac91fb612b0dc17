import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

const enoughBytes = 8_000_000

/**
 * Keeps what V8 sets aside for young objects at about 8 MB, as `bin/switchyard` does with a flag, and for the same reason.
 * That flag does nothing once V8 runs, and Electron's own way, `js-flags`, would hold for the page as well, which draws.
 * What can be changed while it runs is by how much it grows. Without any growth from the beginning, too much would pass
 * for old, and a week takes as much memory as before.
 */
export function boundYoungGeneration(everyMs = 1000): void {
  const timer = setInterval(() => {
    if (youngBytes() < enoughBytes) return
    setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(timer)
  }, everyMs)
  timer.unref()
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? Infinity
}
