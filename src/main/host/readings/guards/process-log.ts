import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { LogLine } from './model.ts'

const tailBytes = 64 * 1024

/**
 * What a guard without systemd has written: its standard output, or errors, where that is a file which this user may read.
 * Such lines have no time.
 */
export function readProcessLog(procDir: string, pid: number): readonly LogLine[] {
  for (const descriptor of [1, 2]) {
    const text = readTail(`${procDir}/${pid}/fd/${descriptor}`)
    if (text !== null) return text.split('\n').map((line) => ({ atMs: null, text: line }))
  }
  return []
}

function readTail(path: string): string | null {
  let file: number | null = null
  try {
    const stat = statSync(path)
    // To open a pipe can take for ever, and to read it takes the bytes away from its reader.
    if (!stat.isFile()) return null
    file = openSync(path, 'r')
    const length = Math.min(stat.size, tailBytes)
    const buffer = Buffer.alloc(length)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, length, stat.size - length))
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}
