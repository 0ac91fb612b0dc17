import type { Mount } from '../../host/readings/parse/mounts.ts'
import type { SamplingWay } from './model.ts'

export interface WayFacts {
  readonly address: string
  readonly isLocal: boolean
  /** Of this process. */
  readonly mounts: readonly Mount[]
  /** Of each running container's control group; null where it cannot be seen from here. */
  readonly versions: readonly (1 | 2 | null)[]
}

/** How containers are read, and why so, for a person. */
export function describeWay({ address, isLocal, mounts, versions }: WayFacts): SamplingWay {
  if (!isLocal)
    return { kind: 'api', why: `The engine at ${address} is on another machine, so it is asked itself.` }
  const seen = versions.filter((version) => version !== null)
  if (versions.length > 0 && seen.length === 0) {
    const why =
      `The control groups of the containers of ${address} cannot be seen from here, because it runs in a virtual machine or ` +
      'Switchyard in a container. So the engine is asked itself, which costs more.'
    return { kind: 'api', why }
  }
  const version = seen[0] ?? (hasFirstVersion(mounts) ? 1 : 2)
  const kind = version === 2 ? 'cgroup-v2' : 'cgroup-v1'
  const how = `from control groups of version ${version}`
  if (versions.length === 0) return { kind, why: `No container runs; they will be read ${how}.` }
  if (seen.length === versions.length) return { kind, why: `The engine is on this machine: read ${how}.` }
  const missing = versions.length - seen.length
  return {
    kind,
    why: `Read ${how}, but for ${missing} of ${versions.length} containers, whose groups cannot be seen; the engine is asked for those.`,
  }
}

function hasFirstVersion(mounts: readonly Mount[]): boolean {
  return mounts.some(({ kind, options }) => kind === 'cgroup' && options.includes('cpuacct'))
}
