import { execa } from 'execa'
import { inject } from 'vitest'
import type { Registry } from '../../../scripts/registry/start-registry.ts'

let version = 0

/**
 * Makes a new image out of a fixture, with these variables and a VERSION of its own, pushes it under a name like `app:1`, and leaves
 * none of it in the engine. `instructions` are as in a Dockerfile.
 */
export async function publishImage(
  registry: Registry,
  name: string,
  {
    variables = {},
    instructions = [],
    from = 'fixture',
    fillerMib = 0,
  }: {
    readonly variables?: Readonly<Record<string, string>>
    readonly instructions?: readonly string[]
    readonly from?: string
    /** That many mebibytes that cannot be compressed are in it. */
    readonly fillerMib?: number
  } = {},
): Promise<void> {
  version += 1
  const environment = Object.entries({ ...variables, VERSION: String(version) })
  const lines = [...environment.map(([key, value]) => `ENV ${key}="${value}"`), ...instructions]
  const image = `${registry.host}/${name}`
  const fill = ['dd', 'if=/dev/urandom', 'of=/filler', 'bs=1048576', `count=${fillerMib}`]
  const container = await docker(['create', `switchyard/${from}:1`, ...(fillerMib > 0 ? fill : [])])
  if (fillerMib > 0) await docker(['start', '--attach', container])
  await docker(['commit', ...lines.flatMap((line) => ['--change', line]), container, image])
  await docker(['rm', container])
  await docker(['push', '--quiet', image])
  await docker(['rmi', image])
}

/** What was pulled from a registry, if any, and what updates have kept; its containers are gone. Other names of these images stay. */
export async function removeImages(registry: Registry | null): Promise<void> {
  const listed = await docker(['image', 'ls', '--format', '{{.Repository}} {{.Tag}} {{.ID}}'])
  const names = listed.split('\n').flatMap((line) => {
    const [repository = '', tag = '', id = ''] = line.split(' ')
    const isPulled = registry !== null && repository.startsWith(`${registry.host}/`)
    if (!isPulled && repository !== 'switchyard-previous') return []
    return [tag === '<none>' ? id : `${repository}:${tag}`]
  })
  if (names.length > 0) await docker(['rmi', '--force', ...new Set(names)])
}

async function docker(args: readonly string[]): Promise<string> {
  const { stdout } = await execa('docker', [...args], { env: inject('engineVariables'), extendEnv: false })
  return stdout
}
