import { isMapping, strings, toList } from './yaml-values.ts'
import type { WrittenService } from './model.ts'

/** What one file writes about a service, in Compose's short and long forms alike. */
export function readWrittenService(name: string, value: unknown): WrittenService {
  const service = isMapping(value) ? value : {}
  const mounts = toList(service['volumes']).map(readMount)
  const envFiles = toList(service['env_file']).flatMap(readEnvFile)
  return {
    name,
    hasImage: ['image', 'extends', 'provider'].some(
      (key) => service[key] !== undefined && service[key] !== null,
    ),
    build: readBuild(service['build']),
    dependsOn: readDependencies(service['depends_on']),
    profiles: strings(service['profiles']),
    networks: keysOrStrings(service['networks']),
    volumes: mounts.flatMap(({ source }) => (source !== null && isVolumeName(source) ? [source] : [])),
    envFiles,
    paths: [
      ...mounts.flatMap(({ source }) => (source !== null && /^\.{1,2}(?:\/|$)/.test(source) ? [source] : [])),
      ...[...buildPaths(service['build']), ...envFiles].filter(isRelativePath),
    ],
  }
}

function readBuild(build: unknown): WrittenService['build'] {
  if (typeof build === 'string') return 'whole'
  if (!isMapping(build)) return 'none'
  return build['context'] === undefined && build['dockerfile_inline'] === undefined ? 'partial' : 'whole'
}

function buildPaths(build: unknown): readonly string[] {
  return isMapping(build) ? strings(build['context']) : strings(build)
}

function readDependencies(value: unknown): readonly string[] {
  if (!isMapping(value)) return strings(value)
  return Object.entries(value).flatMap(([name, how]) =>
    isMapping(how) && how['required'] === false ? [] : [name],
  )
}

/** Null when Docker makes up a volume, or there is nothing on the host. */
function readMount(mount: unknown): { readonly source: string | null } {
  if (isMapping(mount)) {
    const source = mount['source']
    return { source: typeof source === 'string' && mount['type'] !== 'tmpfs' ? source : null }
  }
  if (typeof mount !== 'string' || mount.startsWith('$')) return { source: null }
  const [source, target] = mount.split(':')
  return { source: target === undefined ? null : (source ?? null) }
}

function readEnvFile(entry: unknown): readonly string[] {
  if (typeof entry === 'string') return [entry]
  return isMapping(entry) && entry['required'] !== false ? strings(entry['path']) : []
}

function keysOrStrings(value: unknown): readonly string[] {
  return isMapping(value) ? Object.keys(value) : strings(value)
}

function isVolumeName(source: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(source)
}

/** Neither absolute nor in the home folder, nor computed, nor a repository's address. */
function isRelativePath(path: string): boolean {
  return !/^[/~$]|:\/\/|@/.test(path)
}
