import { closeSync, openSync, readSync } from 'node:fs'

/** A file of the kernel that is read every second through one descriptor, without making a text of it. */
export interface KeptBytes {
  /** Reads the file into `bytes`, from 1 on; returns its end there. -1 when it cannot be read (any more). */
  read(): number
  close(): void
}

const newline = 10

/** Shared by all, because every file is done with before the next is read. It begins with a newline, so that each line has one before it. */
export const bytes = Buffer.alloc(256 * 1024)
bytes[0] = newline

/** The kernel gives a file of many records a page at a time, less what of a record did not fit; all others it gives whole. */
const wholeBelow = 3840

/** Null when there is no such file, or it may not be read. */
export function openKeptBytes(path: string): KeptBytes | null {
  const descriptor = openOrNull(path)
  if (descriptor === null) return null
  return {
    read() {
      try {
        return readAll(descriptor)
      } catch {
        // ENODEV of a group that is gone, ESRCH of a process.
        return -1
      }
    },
    close: () => closeSync(descriptor),
  }
}

function readAll(descriptor: number): number {
  let end = 1
  for (;;) {
    const count = readSync(descriptor, bytes, end, bytes.length - end, end - 1)
    end += count
    if (count < wholeBelow) return end
  }
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}
