import { SwitchyardError } from '../../../src/shared/errors.ts'
import type {
  ContainerDetail,
  ContainerEvent,
  ContainerSummary,
  Engine,
  EngineEvent,
  ExecResult,
} from '../../../src/main/engine/model.ts'

/** An engine in memory that tests can let die and come back; what a container does is up to the test. */
export interface SmallEngine {
  readonly engine: Engine
  /** Puts a container there, or changes it. */
  put(id: string, changes?: Partial<ContainerDetail>): void
  remove(id: string): void
  /** Tells every listener what has happened to a container; `atMs`: when, as the engine says. */
  emit(
    containerId: string,
    event: ContainerEvent,
    labels?: { readonly project?: string; readonly service?: string; readonly atMs?: number },
  ): void
  /** Calls fail and the event stream breaks off until it is back. */
  goAway(): void
  comeBack(): void
  /** What a command in a container answers; default: never ready. */
  answer(result: ExecResult | Error): void
  /** Ids of containers that were started and stopped, oldest first, like `start web`. */
  readonly calls: readonly string[]
  /** Starts, or stops, take until the returned function is called. */
  holdStarts(): () => void
  holdStops(): () => void
  /** What happens in a container when it is started; default: it runs. */
  onStart(work: (id: string) => void): void
}

export function createSmallEngine(): SmallEngine {
  const containers = new Map<string, ContainerDetail>()
  const listeners = new Set<{
    readonly tell: (event: EngineEvent) => void
    readonly fail: (error: Error) => void
  }>()
  const calls: string[] = []
  let isUp = true
  const held = { start: Promise.resolve(), stop: Promise.resolve() }
  let answer: ExecResult | Error = { exitCode: 1, output: '' }
  let onStart = (id: string) => put(id, { state: 'running', startedAt: new Date().toISOString() })

  function put(id: string, changes: Partial<ContainerDetail> = {}): void {
    containers.set(id, { ...(containers.get(id) ?? newContainer(id)), ...changes })
  }

  function hold(what: 'start' | 'stop'): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    held[what] = promise
    return resolve
  }

  async function call<Value>(work: () => Value): Promise<Value> {
    await Promise.resolve()
    if (!isUp) throw unreachable()
    return work()
  }

  const engine: Engine = {
    address: 'unix:///small.sock',
    isLocal: false,
    version: () => call(() => ({ engine: '28.0.0', api: '1.51' })),
    rootDir: () => call(() => '/var/lib/docker'),
    snapshot: () =>
      call(() => ({
        containers: [...containers.values()].map(summary),
        networks: new Set(),
        images: new Map(),
        otherPorts: [],
      })),
    listContainers: (projects, ids) =>
      call(() =>
        [...containers.values()]
          .map(summary)
          .filter(({ project, id }) => projects.includes(project) && (ids?.includes(id) ?? true)),
      ),
    listEveryContainer: () => call(() => []),
    inspect: (id) =>
      call(() => {
        const container = containers.get(id)
        return container ? { ...container, summary: summary(container) } : null
      }),
    listRunning: () =>
      call(() => [...containers.values()].filter(({ state }) => state === 'running').map(({ id }) => id)),
    findProcess: () => call(() => null),
    readUsage: () => call(() => null),
    describeContainer: () => call(() => null),
    describeImage: () => call(() => null),
    listImages: () => call(() => []),
    findRemoteDigest: () => Promise.reject(new Error('the small engine asks no registry')),
    pullImage: () => Promise.reject(new Error('the small engine pulls nothing')),
    tagImage: (image, name) => call(() => void calls.push(`tag ${image} ${name}`)),
    keep: () => Promise.reject(new Error('the small engine keeps nothing')),
    makeAgain: () => Promise.reject(new Error('the small engine makes nothing again')),
    untagImage: (name) => call(() => void calls.push(`untag ${name}`)),
    start: async (id) => {
      await held.start
      return call(() => {
        const container = containers.get(id)
        if (!container)
          throw new SwitchyardError('ENGINE_REFUSED', `The engine says: No such container: ${id}.`)
        if (container.state === 'running') return false
        calls.push(`start ${id}`)
        onStart(id)
        return true
      })
    },
    stop: async (id) => {
      await held.stop
      return call(() => {
        calls.push(`stop ${id}`)
        put(id, { state: 'exited', exitCode: 0 })
      })
    },
    restart: (id) => call(() => void calls.push(`restart ${id}`)),
    remove: (id) => call(() => void containers.delete(id)),
    rename: (id, name) => call(() => void calls.push(`rename ${id} ${name}`)),
    createNetwork: (name) => call(() => void calls.push(`network ${name}`)),
    removeProjectNetworks: () => call(() => []),
    exec: (_id, _command, signal) =>
      call(() => {
        signal.throwIfAborted()
        if (answer instanceof Error) throw answer
        return answer
      }),
    openTerminal: () => Promise.reject(new Error('the small engine has no terminals')),
    tailLog: () => call(() => ['last line of the log']),
    async *readLog() {
      await call(() => undefined)
      yield* []
    },
    events: (signal, onEvent, onOpen) =>
      new Promise((resolve, reject) => {
        if (!isUp) return reject(unreachable())
        const listener = { tell: onEvent, fail: reject }
        listeners.add(listener)
        signal.addEventListener('abort', () => {
          listeners.delete(listener)
          resolve()
        })
        onOpen()
      }),
  }

  return {
    engine,
    put,
    calls,
    remove: (id) => void containers.delete(id),
    emit(containerId, event, labels) {
      const { project = null, service = null, atMs = null } = labels ?? {}
      const told = { containerId, name: null, project, service, atMs, event }
      for (const { tell } of listeners) tell(told)
    },
    goAway() {
      isUp = false
      for (const listener of listeners) listener.fail(unreachable())
      listeners.clear()
    },
    comeBack() {
      isUp = true
    },
    answer: (result) => void (answer = result),
    holdStarts: () => hold('start'),
    holdStops: () => hold('stop'),
    onStart: (work) => void (onStart = work),
  }
}

export function unreachable(): SwitchyardError {
  return new SwitchyardError('ENGINE_UNREACHABLE', 'The Docker engine at unix:///small.sock does not answer.')
}

function newContainer(id: string): ContainerDetail {
  return {
    id,
    name: `app-${id}-1`,
    state: 'created',
    pid: 0,
    health: null,
    exitCode: 0,
    startedAt: '0001-01-01T00:00:00Z',
    finishedAt: '0001-01-01T00:00:00Z',
    restartCount: 0,
    oomKilled: false,
    error: '',
    imageId: 'sha256:old',
    createdAt: '2026-11-01T08:00:00Z',
    restartPolicy: 'no',
    maximumRetryCount: 0,
    healthTest: [],
    healthTimeoutMs: 30_000,
    healthOutput: null,
    shell: [],
    hasNvidiaGpu: false,
    summary: null,
  }
}

/** All containers of the small engine belong to project `app`; the id is the service. */
function summary({ id, name, state, health, exitCode }: ContainerDetail): ContainerSummary {
  return {
    id,
    name,
    project: 'app',
    service: id,
    isOneOff: false,
    state,
    health,
    exitCode: state === 'exited' ? exitCode : null,
    configHash: `hash-${id}`,
    madeFrom: '',
    configFiles: ['/lab/app/compose.yaml'],
    envFiles: [],
    imageId: 'sha256:old',
    image: `${id}:1`,
    ports: [],
  }
}
