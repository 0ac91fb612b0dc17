import { dirname, resolve } from 'node:path'
import type { WrittenFile, WrittenService } from './model.ts'

/** What files lack to be a project, as far as their text tells; empty when nothing can be seen to be missing. */
export function findGaps(files: readonly WrittenFile[]): readonly string[] {
  const services = new Map<string, WrittenService[]>()
  for (const service of files.flatMap((file) => file.services)) {
    services.set(service.name, [...(services.get(service.name) ?? []), service])
  }
  const gaps = [...services].flatMap(([name, parts]) =>
    parts.some(({ hasImage, build }) => hasImage || build !== 'none') ? [] : [`image of ${name}`],
  )
  // What an included file brings is not known here.
  if (files.some(({ includes }) => includes.length > 0)) return gaps
  const networks = new Set(['default', ...files.flatMap((file) => file.networks.map(({ key }) => key))])
  const volumes = new Set(files.flatMap((file) => file.volumes))
  const missing = (kind: string, names: readonly string[], known: { has(name: string): boolean }) =>
    names.filter((name) => !known.has(name)).map((name) => `${kind} ${name}`)
  const all = [...services.values()].flat()
  return [
    ...gaps,
    ...all.flatMap(({ dependsOn }) => missing('service', dependsOn, services)),
    ...all.flatMap((service) => missing('network', service.networks, networks)),
    ...all.flatMap((service) => missing('volume', service.volumes, volumes)),
  ]
}

/** Services that others of these files depend on and that none of them defines. */
export function findMissingServices(files: readonly WrittenFile[]): readonly string[] {
  const known = new Set(serviceNames(files))
  const wanted = files.flatMap(({ services }) => services.flatMap(({ dependsOn }) => dependsOn))
  return [...new Set(wanted.filter((name) => !known.has(name)))]
}

export function serviceNames(files: readonly WrittenFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ services }) => services.map(({ name }) => name)))]
}

/** Whether every service of the file says what it runs. */
export function isWhole(file: WrittenFile): boolean {
  return file.services.every(({ hasImage, build }) => hasImage || build !== 'none')
}

export function areDisjoint(files: readonly WrittenFile[]): boolean {
  const names = files.flatMap((file) => serviceNames([file]))
  return new Set(names).size === names.length
}

/**
 * A service of the file that only changes one of the host's: it has no image, and of a build at most the target. Compose
 * may take such a file alone (the missing context becomes the folder), but it is not meant so.
 */
export function findPartialService(file: WrittenFile, host: readonly WrittenFile[]): string | null {
  const whole = host
    .flatMap(({ services }) => services)
    .filter(({ hasImage, build }) => hasImage || build === 'whole')
  const partial = file.services.find(
    ({ name, hasImage, build }) =>
      !hasImage && build !== 'whole' && whole.some((service) => service.name === name),
  )
  return partial?.name ?? null
}

/** Required variables that are not set: the files may be complete, but Compose cannot say so here. */
export function findUnsetVariables(
  files: readonly WrittenFile[],
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const required = files.flatMap(({ requiredVariables }) => requiredVariables)
  const unset = required.filter(({ name, refusesEmpty }) => {
    const value = variables.get(name)
    return value === undefined || (refusesEmpty && value === '')
  })
  return [...new Set(unset.map(({ name }) => name))]
}

/** Env files that services must have, as absolute paths; computed ones are left out. */
export function requiredEnvFiles(files: readonly WrittenFile[]): readonly string[] {
  const dir = dirname(files[0]?.path ?? '/')
  const written = files.flatMap(({ services }) => services.flatMap(({ envFiles }) => envFiles))
  return written.filter((path) => !path.includes('$')).map((path) => resolve(dir, path))
}
