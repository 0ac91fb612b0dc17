import type { Readable } from 'node:stream'
import { checkApi } from './check-api.ts'
import { createEngineImages } from './images.ts'
import { createMakeAgain } from './make-again.ts'
import type { ContainerSummary, Engine } from './model.ts'
import { openTerminal } from './open-terminal.ts'
import { composeLabels, parseContainer, parseFound, parseInspect } from './parse-container.ts'
import { parseContainerDescription, parseImageDescription } from './parse-description.ts'
import { eventActions, parseEvent, requestActions } from './parse-event.ts'
import { parseProcess, parseUsage } from './parse-usage.ts'
import { reachEngine } from './reach-engine.ts'
import { readFrames, readLines } from './read-lines.ts'
import { openLog, toEngineTime } from './open-log.ts'
import { readMixedLog, readPlainLog } from './read-log.ts'

/** More ids than that make an address longer than the whole list is worth. */
const longestFilter = 40

/** The engine that these variables name. Nothing is connected before the first call. */
export function createEngine(variables: NodeJS.ProcessEnv): Engine {
  const { address, docker, call, fail } = reachEngine(variables)

  async function listContainers(
    projects: readonly string[],
    ids?: readonly string[],
  ): Promise<readonly ContainerSummary[]> {
    // Two label filters mean "both", so several projects are told apart here.
    const label = projects.length === 1 ? `${composeLabels.project}=${projects[0]}` : composeLabels.project
    const filters = { label: [label], ...(ids && ids.length <= longestFilter ? { id: [...ids] } : {}) }
    const found = await call(() => docker.listContainers({ all: true, filters }))
    return found
      .flatMap((info) => parseContainer(info) ?? [])
      .filter(({ project, id }) => projects.includes(project) && (ids?.includes(id) ?? true))
  }

  return {
    address: address.host,
    isLocal: address.host.startsWith('unix://'),
    async version() {
      const { Version: engine, ApiVersion: api } = await call(() => docker.version())
      return { engine, api }
    },
    async rootDir() {
      const info = (await call(() => docker.info())) as { DockerRootDir?: string }
      return info.DockerRootDir ?? '/var/lib/docker'
    },
    async snapshot({ containersOnly = false } = {}) {
      const [version, containers, networks, images] = await Promise.all([
        call(() => docker.version()),
        call(() => docker.listContainers({ all: true })),
        containersOnly ? [] : call(() => docker.listNetworks()),
        containersOnly ? [] : call(() => docker.listImages()),
      ])
      checkApi({ engine: version.Version, api: version.ApiVersion })
      return {
        containers: containers.flatMap((info) => parseContainer(info) ?? []),
        networks: new Set(networks.map(({ Name }) => Name)),
        images: new Map(
          images.flatMap(({ Id, RepoTags, RepoDigests }) =>
            [...(RepoTags ?? []), ...(RepoDigests ?? [])].map((reference) => [reference, Id] as const),
          ),
        ),
        otherPorts: containers
          .filter((info) => parseContainer(info) === null)
          .flatMap((info) =>
            info.Ports.filter(({ PublicPort }) => PublicPort !== undefined).map((port) => ({
              container: (info.Names[0] ?? info.Id).replace(/^\//, ''),
              address: port.IP ?? '',
              port: port.PublicPort,
              protocol: port.Type,
            })),
          ),
      }
    },
    ...createEngineImages(docker, call),
    ...createMakeAgain(docker, { call, orNull }),
    listContainers,
    async listEveryContainer() {
      return (await call(() => docker.listContainers({ all: true }))).map(parseFound)
    },
    async inspect(id) {
      const info = await orNull(() => call(() => docker.getContainer(id).inspect()))
      return info && parseInspect(info)
    },
    async listRunning() {
      return (await call(() => docker.listContainers())).map(({ Id }) => Id)
    },
    async findProcess(id) {
      const info = await orNull(() => call(() => docker.getContainer(id).inspect()))
      return info && parseProcess(info)
    },
    async readUsage(id, abortSignal) {
      const options = { stream: false, 'one-shot': true, abortSignal } as const
      const stats = await orNull(() => call(() => docker.getContainer(id).stats(options)))
      return stats && parseUsage(stats)
    },
    async describeContainer(id) {
      const info = await orNull(() => call(() => docker.getContainer(id).inspect()))
      return info && parseContainerDescription(info)
    },
    async describeImage(reference) {
      const info = await orNull(() => call(() => docker.getImage(reference).inspect()))
      return info && parseImageDescription(info)
    },
    async start(id) {
      // dockerode takes "was running already" (304) for success, and then has no answer to give.
      let wasStarted = true
      await call(async () => {
        const container = docker.getContainer(id)
        wasStarted = !(await container.inspect()).State.Running
        // 304: somebody else was faster.
        if (wasStarted) wasStarted = await ignoring([304], () => container.start())
      })
      return wasStarted
    },
    async stop(id) {
      await ignoring([304, 404], () => call(() => docker.getContainer(id).stop()))
    },
    async restart(id) {
      await call(() => docker.getContainer(id).restart())
    },
    async remove(id, { force = false, anonymousVolumes = false } = {}) {
      const options = { ...(force ? { force } : {}), ...(anonymousVolumes ? { v: true } : {}) }
      await ignoring([404], () => call(() => docker.getContainer(id).remove(options)))
    },
    async rename(id, name) {
      await call(() => docker.getContainer(id).rename({ name }))
    },
    async createNetwork(name) {
      await ignoring([409], () => call(() => docker.createNetwork({ Name: name, Driver: 'bridge' })))
    },
    async removeProjectNetworks(project) {
      const filters = { label: [`${composeLabels.project}=${project}`] }
      const removed: string[] = []
      for (const network of await call(() => docker.listNetworks({ filters }))) {
        // 403: something still uses it, so it is not ours to take away.
        const isGone = await ignoring([403, 404, 409], () =>
          call(() => docker.getNetwork(network.Id).remove()),
        )
        if (isGone) removed.push(network.Name)
      }
      return removed
    },
    async exec(id, command, signal) {
      const exec = await call(() =>
        docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true }),
      )
      const stream = (await call(() => exec.start({ hijack: false, stdin: false }))) as unknown as Readable
      const onAbort = () => stream.destroy()
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) stream.destroy()
      let output = ''
      try {
        for await (const { payload } of readFrames(stream))
          output = (output + payload.toString()).slice(-4096)
      } catch (error) {
        signal.throwIfAborted()
        throw await fail(error)
      } finally {
        signal.removeEventListener('abort', onAbort)
        stream.destroy()
      }
      signal.throwIfAborted()
      const { ExitCode: exitCode } = await call(() => exec.inspect())
      // Null: the engine lost it before its end. That proves nothing, least of all success.
      return { exitCode: exitCode ?? -1, output }
    },
    openTerminal: (id, request) => openTerminal(docker, call, id, request),
    async tailLog(id, lines) {
      const tail: string[] = []
      const signal = AbortSignal.timeout(5000)
      for await (const some of this.readLog(id, { tail: lines, follow: false, since: null, signal }))
        tail.push(...some.map(({ text }) => text))
      return tail
    },
    async *readLog(id, { tail, follow, since, signal }) {
      const container = docker.getContainer(id)
      const info = await call(() => container.inspect())
      const query = {
        stdout: true,
        stderr: true,
        timestamps: true,
        follow,
        ...(tail === null ? {} : { tail }),
        ...(since === null ? {} : { since: toEngineTime(since) }),
      }
      const stream = await call(() => openLog(docker, id, query))
      const onAbort = () => stream.destroy()
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) stream.destroy()
      try {
        yield* info.Config.Tty ? readPlainLog(stream) : readMixedLog(stream)
      } catch (error) {
        if (!signal.aborted) throw await fail(error)
      } finally {
        signal.removeEventListener('abort', onAbort)
        stream.destroy()
      }
    },
    async events(signal, onEvent, onOpen, { requests = false, sinceMs = null } = {}) {
      const event = [...eventActions, ...(requests ? requestActions : [])]
      const since = sinceMs === null ? {} : { since: Math.floor(sinceMs / 1000) }
      const stream = (await call(() =>
        docker.getEvents({ filters: { type: ['container'], event }, ...since }),
      )) as unknown as Readable
      const onAbort = () => stream.destroy()
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) stream.destroy()
      try {
        onOpen()
        for await (const line of readLines(stream)) {
          const event = parseEvent(line)
          if (event) onEvent(event)
        }
      } catch (error) {
        if (!signal.aborted) throw await fail(error)
      } finally {
        signal.removeEventListener('abort', onAbort)
        stream.destroy()
      }
      if (!signal.aborted) throw await fail(new Error('the event stream ended'))
    },
  }
}

/** True when the work was done, false when it ended in one of the expected statuses. */
export async function ignoring(statuses: readonly number[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return false
    throw error
  }
}

/** Null for what the engine does not have. */
export async function orNull<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work()
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

function statusOf(error: unknown): number | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return (cause as { statusCode?: number }).statusCode
}
