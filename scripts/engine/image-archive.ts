import {
  chmod,
  chown,
  copyFile,
  glob,
  lstat,
  mkdir,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { openDebianArchive } from './debian-archive.ts'
import { fetchEngine } from './fetch.ts'
import { leftOut, needlessFolders } from './image-recipes.ts'
import type { ImageRecipe } from './image-recipes.ts'
import { downloadPackages, mergeUsr, packageClosure, unpackPackage } from './private-apt.ts'
import { runCommand } from './run-command.ts'

/** What images take from this project. */
export const imageSourceDir = join(import.meta.dirname, '..', '..', 'test', 'images')

/**
 * Makes the file system of an image as a tar file at `archive`, whole or not at all. The caller holds a lock on it.
 * Throws one sentence when a package cannot be fetched.
 */
export async function buildImageArchive(
  recipe: ImageRecipe,
  cacheDir: string,
  archive: string,
): Promise<void> {
  const { busyboxPath } = await fetchEngine({ cacheDir })
  const work = `${archive}.part`
  const root = join(work, 'root')
  // The lock is ours, so whatever lies here was left by a process that died.
  await rm(work, { recursive: true, force: true })
  try {
    await makeFolders(root)
    if (recipe.packages.length > 0) await unpackAll(recipe.packages, cacheDir, work, root)
    await addBusybox(busyboxPath, root)
    await addRecipe(recipe, root)
    const packing = [
      '--numeric-owner',
      '--sort=name',
      '--mtime=@0',
      '-C',
      root,
      '-cf',
      join(work, 'image.tar'),
      '.',
    ]
    await runCommand('tar', packing)
    await removeOlder(archive)
    await rename(join(work, 'image.tar'), archive)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function makeFolders(root: string): Promise<void> {
  await mergeUsr(root)
  for (const folder of ['etc', 'proc', 'sys', 'dev', 'run', 'root', 'var/lib', 'tmp']) {
    await mkdir(join(root, folder), { recursive: true })
  }
  await symlink('../run', join(root, 'var', 'run'))
  await chmod(join(root, 'tmp'), 0o1777)
}

async function unpackAll(
  packages: readonly string[],
  cacheDir: string,
  work: string,
  root: string,
): Promise<void> {
  const apt = await (await openDebianArchive(cacheDir)).suite('own')
  const closure = await packageClosure(apt, packages)
  const wanted = closure.filter((name) => !leftOut.some((pattern) => pattern.test(name)))
  // One after the other: they are unpacked into the same folder.
  for (const deb of await downloadPackages(apt, wanted, join(work, 'debs')))
    await unpackPackage(deb.path, root)
  for (const folder of needlessFolders) await rm(join(root, folder), { recursive: true, force: true })
}

async function addBusybox(busyboxPath: string, root: string): Promise<void> {
  await copyFile(busyboxPath, join(root, 'bin', 'busybox'))
  for (const applet of (await runCommand(busyboxPath, ['--list'])).trim().split('\n')) {
    // The package's own program, where there is one, is the real one.
    const taken = await Promise.all(['bin', 'sbin'].map((folder) => exists(join(root, folder, applet))))
    if (!taken.includes(true)) await symlink('busybox', join(root, 'bin', applet))
  }
}

async function addRecipe(recipe: ImageRecipe, root: string): Promise<void> {
  const users = { root: 0, ...recipe.users }
  const entries = Object.entries(users)
  await writeFile(
    join(root, 'etc/passwd'),
    entries.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''),
  )
  await writeFile(join(root, 'etc/group'), entries.map(([name, id]) => `${name}:x:${id}:\n`).join(''))
  for (const [folder, user] of Object.entries(recipe.folders)) {
    await mkdir(join(root, folder), { recursive: true })
    const id = users[user as keyof typeof users]
    await chown(join(root, folder), id, id)
  }
  for (const [from, to] of Object.entries(recipe.files)) {
    await mkdir(dirname(join(root, to)), { recursive: true })
    await copyFile(join(imageSourceDir, from), join(root, to))
    await chmod(join(root, to), from.endsWith('.sh') ? 0o755 : 0o644)
  }
  for (const [link, pattern] of Object.entries(recipe.links)) {
    const found: string[] = []
    for await (const path of glob(pattern, { cwd: root })) found.push(path)
    const [only] = found
    if (only === undefined || found.length > 1)
      throw new Error(`The packages have ${found.length} files ${pattern}, not one.`)
    await rm(join(root, link), { force: true })
    await symlink(relative(dirname(join(root, link)), join(root, only)), join(root, link))
  }
}

/** Archives of recipes that have changed since. */
export async function removeOlder(archive: string): Promise<void> {
  const folder = dirname(archive)
  const kind = archive.slice(0, archive.lastIndexOf('-') + 1)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (path.startsWith(kind) && path.endsWith('.tar') && path !== archive) await rm(path, { force: true })
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
