import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'electron-builder'
import { installPaths } from '../../../src/main/host/install/install-paths.ts'
import { purgeText, prermText } from '../deb/maintainer-scripts.ts'
import { installedFiles } from '../edition-files.ts'
import { appPackageJson } from './app-package-json.ts'
import { builderConfig, desktopName, type DesktopFacts } from './builder-config.ts'
import { listFiles } from '../list-files.ts'
import { copied, type PackageFile, written } from '../package-file.ts'
import { readFacts, type PackageFacts } from '../read-facts.ts'
import type { Release } from '../release.ts'
import { writeTree } from '../write-tree.ts'

/**
 * The desktop edition, of the kind of machine that this is: deb, rpm and AppImage; their paths. Downloads Electron and the tools
 * that make the packages. Throws what electron-builder says.
 */
export async function packageDesktop(
  root: string,
  outDir: string,
  release: Release,
): Promise<readonly string[]> {
  const facts = await stageDesktop(root, join(outDir, 'desktop'), release)
  process.env['SOURCE_DATE_EPOCH'] = String(release.builtAt.getTime() / 1000)
  return build({ config: builderConfig(facts), linux: [], projectDir: root })
}

/** Writes what electron-builder puts together. */
export async function stageDesktop(root: string, stage: string, release: Release): Promise<DesktopFacts> {
  const facts = await readFacts(root, release, ['out/main', 'out/cli', 'out/renderer'])
  const appDir = join(stage, 'app')
  const systemDir = join(stage, 'system')
  const scriptsDir = join(stage, 'scripts')
  const iconsDir = join(stage, 'icons')
  await rm(stage, { recursive: true, force: true })
  await writeTree(appDir, await appFiles(facts), release.builtAt)
  const electronVersion = await readElectronVersion(root)
  // Its licences are in files of its own, beside the program.
  const electron = {
    name: 'electron',
    version: electronVersion,
    license: 'MIT, with those of its parts',
    sha256: null,
  }
  const [deb = [], rpm = []] = ['apt', 'dnf'].map((manager) =>
    installedFiles(facts, {
      name: desktopName,
      removeBy: ['sudo', manager, 'remove', desktopName],
      runtimes: [electron],
    }),
  )
  await writeTree(systemDir, deb.filter(isForBoth), release.builtAt)
  const icon = copied('512x512.png', join(root, 'resources/icons/switchyard.png'))
  await writeTree(iconsDir, [icon], release.builtAt)
  const own = [deb, rpm].map((files) => files.filter((file) => !isForBoth(file)))
  await writeTree(
    scriptsDir,
    ['deb', 'rpm'].flatMap((kind, index) =>
      (own[index] ?? []).map((file) => ({ ...file, path: `installed.${kind}.json` })),
    ),
    release.builtAt,
  )
  for (const [name, text] of [
    ['before-remove', prermText],
    ['after-purge', purgeText],
  ] as const) {
    await writeFile(join(scriptsDir, name), text)
    await chmod(join(scriptsDir, name), 0o755)
  }
  return {
    release,
    appDir,
    systemDir,
    scriptsDir,
    iconsDir,
    outDir: join(stage, 'packages'),
    electronVersion,
    arch: process.arch === 'arm64' ? 'arm64' : 'x64',
  }
}

/** How it is removed is all that a deb and an rpm do not have in common. */
function isForBoth({ path }: PackageFile): boolean {
  return path !== installPaths.manifest.slice(1)
}

/** What goes into the archive: the window's doors, and what they find beside themselves. */
async function appFiles({ root, release, own, unbundled, program }: PackageFacts) {
  const built = await Promise.all(['out/main', 'out/preload'].map((dir) => listFiles(root, dir)))
  return [
    written('package.json', appPackageJson({ release, ...own, unbundled })),
    // The terminal door is beside the archive, with a Node of its own.
    ...program.filter(({ path }) => path !== 'package.json' && !/^(bin|out\/cli)\//.test(path)),
    ...built.flat().map((path) => copied(path, join(root, path))),
  ]
}

async function readElectronVersion(root: string): Promise<string> {
  const text = await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
