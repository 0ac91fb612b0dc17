import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with these files, by relative path, removed after the test. Its own name is `lab`. */
export async function writeLab(files: Readonly<Record<string, string>>): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'switchyard-discovery-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const dir = join(parent, 'lab')
  await mkdir(dir)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
  return dir
}

/** A Compose file with these services, each with an image. */
export function services(...names: readonly string[]): string {
  return `services:\n${names.map((name) => `  ${name}: { image: example/${name} }\n`).join('')}`
}
