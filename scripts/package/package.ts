import { mkdir, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { packageDesktop } from './desktop/package-desktop.ts'
import { packageHeadless } from './package-headless.ts'
import { readRelease } from './release.ts'

/*
 * `npm run package`: the headless edition as a deb and as an npm package in `dist/`, from what `npm run build` has made. The same
 * commit gives the same bytes. With `-- --desktop` the desktop edition instead, for which Electron is downloaded.
 */

const root = join(import.meta.dirname, '../..')
const outDir = join(root, 'dist')

try {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const release = await readRelease(root, process.env)
  const made = process.argv.includes('--desktop')
    ? await packageDesktop(root, outDir, release)
    : Object.values(await packageHeadless({ root, outDir, release }))
  for (const file of made)
    console.log(`${relative(root, file)}  ${((await stat(file)).size / 1e6).toFixed(1)} MB`)
} catch (error) {
  console.error(`Packaging failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
