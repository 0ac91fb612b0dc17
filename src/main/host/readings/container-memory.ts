import { type KeptFile, openKept, readText } from './kept-file.ts'
import type { KernelDirs, LabContainer } from './model.ts'
import { type ControllerGroup, findControllerGroup, parseControlGroups } from './parse/control-group.ts'
import { firstMemory, type GroupMemory, parseLimit, unifiedMemory } from './parse/memory-group.ts'
import { parseMounts } from './parse/mounts.ts'

export interface ContainerMemory extends GroupMemory {
  /** Null when it may use all there is. */
  readonly limitBytes: number | null
}

interface OpenGroup {
  readonly pid: number
  read(): ContainerMemory | null
  close(): void
}

interface KnownGroup {
  readonly group: OpenGroup
  memory: ContainerMemory | null
  readAtMs: number
  askedAtMs: number
}

/** Control groups are the dearest part of a reading, and memory is drawn over seconds. */
const readEveryMs = 1900
/** Two labs can be looked at in turn. */
const closeAfterMs = 10_000

/** A limit can be changed while a container runs, but hardly ever is. */
const readsPerLimit = 15

/** What containers use, from their control groups. Files stay open while the container is asked for. */
export function openContainerMemory({ procDir }: Pick<KernelDirs, 'procDir'>) {
  const mounts = parseMounts(readText(`${procDir}/self/mountinfo`) ?? '')
  const known = new Map<string, KnownGroup>()

  function open({ id, pid }: LabContainer): KnownGroup | null {
    const text = readText(`${procDir}/${pid}/cgroup`)
    if (text === null) return null
    const asked = { containerId: id, controller: 'memory' }
    const found = findControllerGroup(parseControlGroups(text), mounts, asked)
    return found && { group: openGroup(pid, found), memory: null, readAtMs: -Infinity, askedAtMs: 0 }
  }

  function close(id: string): void {
    known.get(id)?.group.close()
    known.delete(id)
  }

  return {
    /** By container id, at most two seconds old; without those whose group cannot be read. */
    read(containers: readonly LabContainer[], nowMs: number): ReadonlyMap<string, ContainerMemory> {
      const memories = new Map<string, ContainerMemory>()
      for (const container of containers) {
        const { id, pid } = container
        if (known.get(id)?.group.pid !== pid) close(id)
        const one = known.get(id) ?? open(container)
        if (!one) continue
        known.set(id, one)
        one.askedAtMs = nowMs
        if (nowMs - one.readAtMs >= readEveryMs)
          Object.assign(one, { memory: one.group.read(), readAtMs: nowMs })
        if (one.memory) memories.set(id, one.memory)
      }
      for (const [id, { askedAtMs }] of known) if (nowMs - askedAtMs > closeAfterMs) close(id)
      return memories
    },
    close() {
      for (const id of [...known.keys()]) close(id)
    },
  }
}

function openGroup(pid: number, { version, dir }: ControllerGroup): OpenGroup {
  const names =
    version === 2
      ? { usage: 'memory.current', limit: 'memory.max' }
      : { usage: 'memory.usage_in_bytes', limit: 'memory.limit_in_bytes' }
  const usage = openKept(`${dir}/${names.usage}`)
  const stat = openKept(`${dir}/memory.stat`)
  const swap: KeptFile | null = version === 2 ? openKept(`${dir}/memory.swap.current`) : null
  let limitBytes: number | null = null
  let reads = 0
  return {
    pid,
    read() {
      const used = usage.read()
      const counted = stat.read()
      if (used === null || counted === null) return null
      if (reads % readsPerLimit === 0) limitBytes = parseLimit(readText(`${dir}/${names.limit}`) ?? '')
      reads += 1
      const memory =
        version === 2 ? unifiedMemory(used, counted, swap?.read() ?? null) : firstMemory(used, counted)
      return { ...memory, limitBytes }
    },
    close() {
      usage.close()
      stat.close()
      swap?.close()
    },
  }
}
