import { onTestFinished } from 'vitest'
import type { ContainerProcess, ContainerUsage, EngineEvent } from '../../../../../src/main/engine/model.ts'
import {
  createContainerSampler,
  type SamplerOptions,
} from '../../../../../src/main/metrics/sampler/create-sampler.ts'
import type { ContainerFeed } from '../../../../../src/main/metrics/sampler/model.ts'
import { id, pid } from './machine.ts'

export const web: ContainerProcess = {
  id,
  name: 'web',
  project: 'app',
  service: 'web',
  pid,
  sharesNetwork: false,
  hasMemoryLimit: false,
}

type Listener = Parameters<ContainerFeed['subscribe']>[0]

/** A sampler over an engine whose containers, events and clock the test holds. */
export function openSampler(
  procDir: string,
  options: Partial<SamplerOptions> & {
    readonly isLocal?: boolean
    readonly readUsage?: (id: string, signal: AbortSignal) => Promise<ContainerUsage | null>
  } = {},
) {
  const running = new Map<string, ContainerProcess>()
  const listeners = new Set<Listener>()
  let connected = true
  let nowMs = 1000
  let answer: Promise<void> = Promise.resolve()
  const sampler = createContainerSampler({
    engine: {
      address: 'unix:///small.sock',
      isLocal: options.isLocal ?? true,
      listRunning: () => Promise.resolve([...running.keys()]),
      async findProcess(asked) {
        const found = running.get(asked) ?? null
        await answer
        return found
      },
      readUsage: options.readUsage ?? (() => Promise.resolve(null)),
    },
    feed: {
      state: () => ({ connected }),
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    procDir,
    clock: () => nowMs,
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
  })
  onTestFinished(() => sampler.dispose())
  const tell = (containerId: string, event: EngineEvent['event']) => {
    for (const listener of listeners)
      listener.onEvent({ containerId, name: null, project: null, service: null, atMs: null, event })
  }
  return {
    sampler,
    running,
    listeners,
    tell,
    start: (process: ContainerProcess) => {
      running.set(process.id, process)
      tell(process.id, { kind: 'started' })
    },
    die: (containerId: string) => {
      running.delete(containerId)
      tell(containerId, { kind: 'died', exitCode: 0 })
    },
    connect: (isConnected: boolean) => {
      connected = isConnected
      for (const listener of listeners) listener.onState({ connected })
    },
    /** Questions for a process are answered when the returned function is called. */
    holdAnswers: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      answer = promise
      return resolve
    },
    passMs: (ms: number) => void (nowMs += ms),
  }
}

/** Lets everything that waits for promises go on. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve))
}
