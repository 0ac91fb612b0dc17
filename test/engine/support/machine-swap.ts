import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

type Variables = Readonly<Record<string, string>>

/** Removes what a test process that died has left in this engine. */
export async function removeLeftMachines(engineVariables: Variables): Promise<void> {
  const format = '{{.Names}} {{.Label "switchyard.machine"}}'
  const list = ['ps', '--all', '--filter', 'label=switchyard.machine', '--format', format]
  const { stdout } = await execa('docker', list, { env: engineVariables })
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const [name = '', pid = ''] = line.split(' ')
    if ((await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')) !== '') continue
    await turnSwapOff(engineVariables, name)
    await execa('docker', ['rm', '--force', '--volumes', name], { env: engineVariables })
    await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

/**
 * Swap is the kernel's, and a container that is removed leaves it on: so whatever a machine has turned on is turned off
 * first, inside, where it may be on a disk of its own; then outside, when the machine runs no more.
 */
export async function turnSwapOff(engineVariables: Variables, container: string): Promise<void> {
  const before = await readSwapPaths()
  if (before.length === 0) return
  // Of a path that another machine has, too, only the own is meant.
  const script = 'for path do [ ! -e "$path" ] || swapoff "$path"; done'
  await execa('docker', ['exec', container, 'sh', '-c', script, 'sh', ...before], {
    env: engineVariables,
    reject: false,
  })
  const format = '{{range .Mounts}}{{.Source}}{{"\\n"}}{{end}}'
  const inspected = await execa('docker', ['inspect', '--format', format, container], {
    env: engineVariables,
    reject: false,
  })
  for (const source of inspected.stdout.split('\n').filter((path) => path.includes('/volumes/'))) {
    const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries.filter(({ name }) => before.some((path) => path.endsWith(`/${name}`))))
      await execa('swapoff', [join(entry.parentPath, entry.name)], { reject: false })
  }
}

async function readSwapPaths(): Promise<readonly string[]> {
  const lines = (await readFile('/proc/swaps', 'utf8')).trim().split('\n').slice(1)
  return lines.flatMap((line) => line.split(/\s/, 1))
}
