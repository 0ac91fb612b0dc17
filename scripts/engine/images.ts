import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callEngine } from './engine-api.ts'
import { engineCacheDir } from './engine-folders.ts'
import { buildImageArchive, imageSourceDir } from './image-archive.ts'
import { imageRecipes } from './image-recipes.ts'
import type { ImageRecipe } from './image-recipes.ts'
import { buildMachineArchive } from './machine-archive.ts'
import { machineRecipe } from './machine-recipe.ts'
import { withLock } from './with-lock.ts'

export type ImageName = keyof typeof imageRecipes | 'machine'

/** Images for labs. */
export const imageNames = Object.keys(imageRecipes) as readonly ImageName[]

/** With the whole machine, which takes long to build and is made only for those who ask for it. */
export const allImageNames: readonly ImageName[] = [...imageNames, 'machine']

export interface ImageOptions {
  readonly cacheDir?: string
  /** Told in one line what takes long. */
  readonly report?: (line: string) => void
}

/** The tag of an image, for Compose files. */
export function imageTag(name: ImageName): string {
  return `switchyard/${name}:1`
}

/**
 * Builds the images that the engine lacks, or has from another recipe, and gives them to it. No registry is asked.
 * What has been built is kept in the cache folder for other engines. `env` is that of a private engine.
 * Throws one sentence when a package cannot be fetched, or the engine refuses.
 */
export async function ensureImages(
  env: Readonly<Record<string, string>>,
  names: readonly ImageName[],
  options: ImageOptions = {},
): Promise<void> {
  const dockerHost = env['DOCKER_HOST']
  if (dockerHost === undefined) throw new Error('DOCKER_HOST does not say which engine is to get the images.')
  const cacheDir = options.cacheDir ?? engineCacheDir()
  await Promise.all(
    names.map(async (name) => {
      const hash = await recipeHash(name)
      if ((await presentRecipe(dockerHost, name)) === hash) return
      const archive = join(cacheDir, 'images', `${name}-${hash}.tar`)
      await withLock(archive, async () => {
        if (!(await exists(archive))) {
          options.report?.(`Building ${imageTag(name)}`)
          if (name === 'machine') await buildMachineArchive(machineRecipe, cacheDir, archive)
          else await buildImageArchive(imageRecipes[name], cacheDir, archive)
        }
      })
      await importArchive(dockerHost, name, hash, archive)
    }),
  )
}

const labelName = 'switchyard.recipe'

/** Of everything that decides what is in the image, but the versions of the packages. */
async function recipeHash(name: ImageName): Promise<string> {
  if (name === 'machine') return machineHash()
  const recipe: ImageRecipe = imageRecipes[name]
  const code = ['image-archive.ts', 'image-recipes.ts'].map((file) =>
    readFile(join(import.meta.dirname, file)),
  )
  const files = Object.keys(recipe.files).map((file) => readFile(join(imageSourceDir, file)))
  const hash = createHash('sha256').update(JSON.stringify([name, recipe, process.arch]))
  for (const content of await Promise.all(recipe.packages.length > 0 ? [...code, ...files] : files))
    hash.update(content)
  return hash.digest('hex').slice(0, 12)
}

async function machineHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([machineRecipe, process.arch]))
  hash.update(await readFile(join(import.meta.dirname, 'machine-archive.ts')))
  for (const file of [machineRecipe.finish, ...machineRecipe.files])
    hash.update(await readFile(join(imageSourceDir, file)))
  return hash.digest('hex').slice(0, 12)
}

async function presentRecipe(dockerHost: string, name: ImageName): Promise<string | undefined> {
  const answer = await callEngine(dockerHost, `/images/${imageTag(name)}/json`)
  if (answer.status !== 200) return undefined
  const image = JSON.parse(answer.text) as {
    readonly Config?: { readonly Labels?: Readonly<Record<string, string>> | null }
  }
  return image.Config?.Labels?.[labelName]
}

async function importArchive(
  dockerHost: string,
  name: ImageName,
  hash: string,
  archive: string,
): Promise<void> {
  const recipe = name === 'machine' ? machineRecipe : imageRecipes[name]
  const changes = [...recipe.changes, `LABEL ${labelName}=${hash}`]
  const query = new URLSearchParams({ fromSrc: '-', repo: `switchyard/${name}`, tag: '1' })
  for (const change of changes) query.append('changes', change)
  const answer = await callEngine(dockerHost, `/images/create?${query.toString()}`, {
    method: 'POST',
    tar: createReadStream(archive),
    timeoutMs: 120_000,
  })
  // The engine answers 200 before it works; a failure comes in the lines of its answer.
  if (answer.status !== 200 || answer.text.includes('"error"')) {
    throw new Error(`The engine refused the image ${imageTag(name)}: ${answer.text.trim()}`)
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
