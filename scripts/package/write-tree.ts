import { chmod, copyFile, lutimes, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersOf, type PackageFile } from './package-file.ts'

/** Writes the files below an empty folder, all with the same time and with modes that no umask changes. */
export async function writeTree(root: string, files: readonly PackageFile[], time: Date): Promise<void> {
  const folders = foldersOf(files)
  await mkdir(root, { recursive: true })
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true })
  for (const file of files) await writeOne(join(root, file.path), file, time)
  // From the innermost, because what is written into a folder changes its time.
  for (const folder of [...folders.toReversed(), '.']) {
    await chmod(join(root, folder), 0o755)
    await lutimes(join(root, folder), time, time)
  }
}

async function writeOne(target: string, { content, isExecutable }: PackageFile, time: Date): Promise<void> {
  if (content.kind === 'link') await symlink(content.target, target)
  else if (content.kind === 'bytes') await writeFile(target, content.bytes)
  else await copyFile(content.file, target)
  if (content.kind !== 'link') await chmod(target, isExecutable ? 0o755 : 0o644)
  await lutimes(target, time, time)
}
