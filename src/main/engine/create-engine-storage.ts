import { join } from 'node:path'
import type Docker from 'dockerode'
import { ignoring, orNull } from './create-engine.ts'
import { openVolume } from './open-volume.ts'
import {
  parseStoredContainer,
  parseStoredImage,
  parseStoredNetwork,
  parseStoredVolume,
  parseSizes,
  type RawUsage,
} from './parse-storage.ts'
import { reachEngine } from './reach-engine.ts'
import type { CacheRecord, EngineStorage, SizeKind, StoredSizes } from './storage-model.ts'

/** What is stored in the engine that these variables name. Nothing is connected before the first call. */
export function createEngineStorage(variables: NodeJS.ProcessEnv): EngineStorage {
  const { docker, call } = reachEngine(variables)

  let rootDir: Promise<string | undefined> | undefined

  /** dockerode's own call asks for everything at once, and its clean-up of the build cache for all of it. */
  function ask(method: 'GET' | 'POST', path: string, query: object, signal?: AbortSignal): Promise<unknown> {
    return call(() => dial(docker, { method, path, query, ...(signal ? { signal } : {}) }))
  }

  return {
    async list() {
      const [images, containers, { Volumes: volumes }, networks] = await Promise.all([
        call(() => docker.listImages()),
        call(() => docker.listContainers({ all: true })),
        call(() => docker.listVolumes()),
        call(() => docker.listNetworks()),
      ])
      return {
        images: images.map(parseStoredImage),
        containers: containers.map(parseStoredContainer),
        volumes: (volumes ?? []).map(parseStoredVolume),
        networks: networks.map(parseStoredNetwork),
      }
    },
    async measure<Kind extends SizeKind>(kind: Kind, signal: AbortSignal): Promise<StoredSizes[Kind]> {
      const usage = (await ask('GET', '/system/df?', { type: dfTypes[kind] }, signal)) as RawUsage
      return parseSizes(usage)[kind]
    },
    async logFile(containerId) {
      const info = await orNull(() => call(() => docker.getContainer(containerId).inspect()))
      if (!info) return null
      if (info.LogPath !== '') return info.LogPath
      // The engine does not tell where this driver writes; it has been the same place since there is one.
      if (info.HostConfig.LogConfig?.Type !== 'local') return null
      rootDir ??= call(() => docker.info()).then((about: { DockerRootDir?: string }) => about.DockerRootDir)
      return join((await rootDir) ?? '/var/lib/docker', 'containers', info.Id, 'local-logs/container.log')
    },
    async findImage(reference) {
      const info = await orNull(() => call(() => docker.getImage(reference).inspect()))
      return info?.Id ?? null
    },
    async removeImage(reference) {
      await call(() => docker.getImage(reference).remove({ noprune: true }))
    },
    async removeContainer(id) {
      await call(() => docker.getContainer(id).remove({ v: false }))
    },
    async removeNetwork(id) {
      await call(() => docker.getNetwork(id).remove())
    },
    async removeCacheRecord(id) {
      const query = { all: true, filters: JSON.stringify({ id: [id] }) }
      const { CachesDeleted: gone } = (await ask('POST', '/build/prune?', query)) as {
        readonly CachesDeleted: readonly CacheRecord['id'][] | null
      }
      return gone?.includes(id) ?? false
    },
    async findVolume(name) {
      const info = await orNull(() => call(() => docker.getVolume(name).inspect()))
      return info && parseStoredVolume(info)
    },
    async createVolume({ name, driver, labels, options }) {
      await call(() =>
        docker.createVolume({
          Name: name,
          Driver: driver,
          Labels: { ...labels },
          DriverOpts: { ...options },
        }),
      )
    },
    async removeVolume(name) {
      await ignoring([404], () => call(() => docker.getVolume(name).remove()))
    },
    openVolume: (name, options) =>
      openVolume(docker, call, (request) => dial(docker, request), name, options),
  }
}

const dfTypes: Readonly<Record<SizeKind, string>> = {
  images: 'image',
  containers: 'container',
  volumes: 'volume',
  'build-cache': 'build-cache',
}

/** A call of the engine's API that dockerode has no method for; `body` is sent as it is. */
export interface DialRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: object
  readonly body?: Buffer
  readonly signal?: AbortSignal
}

function dial(docker: Docker, { method, path, query, body, signal }: DialRequest): Promise<unknown> {
  const modem = docker.modem as Modem
  const options = method === 'POST' ? { _query: query, _body: {} } : query
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        path,
        method,
        options,
        ...(body ? { file: body } : {}),
        ...(signal ? { abortSignal: signal } : {}),
        statusCodes: { 200: true, 400: 'bad parameter', 404: 'not found', 500: 'server error' },
      },
      (error, answer) => (error ? reject(error) : resolve(answer)),
    )
  })
}

interface Modem {
  dial(options: object, callback: (error: Error | null, answer: unknown) => void): void
}
