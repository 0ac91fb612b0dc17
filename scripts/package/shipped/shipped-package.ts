import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A library whose code is in what we ship, bundled or as it is. */
export interface ShippedPackage {
  /** Its folder from the checkout. */
  readonly dir: string
  readonly name: string
  readonly version: string
  /** As SPDX writes it, like `MIT` or `(MIT OR Apache-2.0)`; empty when it does not say. */
  readonly license: string
  /** Texts of its licence and notices, as they came; empty when it brings none. */
  readonly texts: readonly string[]
}

const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
})

export async function readShippedPackage(root: string, dir: string): Promise<ShippedPackage> {
  const { name, version, license, licenses = [] } = await readPackageJson(root, dir)
  const names = (await readdir(join(root, dir))).filter((each) => /^(licen[cs]e|notice|copying)/i.test(each))
  const texts = await Promise.all(names.sort().map((each) => readFile(join(root, dir, each), 'utf8')))
  return {
    dir,
    name,
    version,
    license: license ?? licenses.map(({ type }) => type).join(' AND '),
    texts: texts.map((text) => text.replaceAll('\r\n', '\n').trim()),
  }
}

/** What the build noted beside each of its folders, like `out/cli`; without names that are no packages. */
export async function readBundled(root: string, outputs: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    outputs.map(async (output) =>
      z.array(z.string()).parse(JSON.parse(await readNoted(join(root, `${output}.packages.json`)))),
    ),
  )
  const dirs = [...new Set(lists.flat())].sort()
  const isPackage = await Promise.all(dirs.map((dir) => hasPackageJson(root, dir)))
  return dirs.filter((_, index) => isPackage[index])
}

function readNoted(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`There is no ${file}: run \`npm run build\` first.`, { cause })
  })
}

/** A library that is shipped as it is, with all that it needs: folders from the checkout. Optional parts stay out. */
export async function listWithNeeded(root: string, dir: string): Promise<readonly string[]> {
  const { dependencies = {} } = await readPackageJson(root, dir)
  const needed = await Promise.all(
    Object.keys(dependencies).map(async (name) => listWithNeeded(root, await findNeeded(root, dir, name))),
  )
  return [...new Set([dir, ...needed.flat()])].sort()
}

/** As Node looks for it: in the library's own folder, then upwards. */
async function findNeeded(root: string, from: string, name: string): Promise<string> {
  const dir = join(from, 'node_modules', name)
  if (await hasPackageJson(root, dir)) return dir
  const above = from.lastIndexOf('/node_modules/')
  if (above < 0 && from === '.') throw new Error(`${name} is not installed.`)
  return findNeeded(root, above < 0 ? '.' : from.slice(0, above), name)
}

function hasPackageJson(root: string, dir: string): Promise<boolean> {
  return access(join(root, dir, 'package.json')).then(
    () => true,
    () => false,
  )
}

async function readPackageJson(root: string, dir: string): Promise<z.infer<typeof packageSchema>> {
  return packageSchema.parse(JSON.parse(await readFile(join(root, dir, 'package.json'), 'utf8')))
}
