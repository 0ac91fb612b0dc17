import { readdirSync } from 'node:fs'
import path from 'node:path'

/**
 * The lab that a folder lies in: the nearest folder upwards with a `switchyard.yaml`, else the nearest with a Compose file,
 * else the folder itself. `switchyard.yaml` goes first, so that a stack's own folder still means the whole lab.
 */
export function findLabDir(workingDir: string): string {
  const upwards = listUpwards(path.resolve(workingDir)).map((dir) => ({ dir, names: listNames(dir) }))
  const configured = upwards.find(({ names }) => names.includes('switchyard.yaml'))
  const composed = upwards.find(({ names }) => names.some(isComposeFile))
  return (configured ?? composed)?.dir ?? path.resolve(workingDir)
}

/** Whether the folder says by itself that it is a lab, or a part of one. */
export function isLabDir(dir: string): boolean {
  return listNames(dir).some((name) => name === 'switchyard.yaml' || isComposeFile(name))
}

/** Compose files lie somewhere below every home folder: whoever just stands there means no lab, unless it says that it is one. */
export function isHomeByChance(dir: string, variables: NodeJS.ProcessEnv): boolean {
  return dir === variables['HOME'] && !isLabDir(dir)
}

function isComposeFile(name: string): boolean {
  return /^(docker-)?compose([.-].+)?\.ya?ml$/.test(name)
}

function listUpwards(dir: string): readonly string[] {
  const parent = path.dirname(dir)
  return parent === dir ? [dir] : [dir, ...listUpwards(parent)]
}

function listNames(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return [] // a folder that cannot be read is no lab; the way up goes on
  }
}
