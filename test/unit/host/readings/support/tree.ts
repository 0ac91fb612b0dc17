import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with the kernel's files as they were recorded; goes with the test. */
export function makeTree(files: Readonly<Record<string, string>> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-host-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const tree = {
    dir,
    procDir: join(dir, 'proc'),
    sysDir: join(dir, 'sys'),
    /** Into the same file, as the kernel does. */
    write(path: string, text: string): string {
      const file = join(dir, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
    link(path: string, target: string): void {
      const file = join(dir, path)
      mkdirSync(dirname(file), { recursive: true })
      symlinkSync(target, file)
    },
  }
  for (const [path, text] of Object.entries(files)) tree.write(path, text)
  return tree
}
