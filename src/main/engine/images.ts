import type Docker from 'dockerode'
import type { Readable } from 'node:stream'
import { SwitchyardError } from '../../shared/errors.ts'
import { readLines } from './read-lines.ts'
import type { RegistryLogin } from './registry-login.ts'

/** An image that the engine has. */
export interface EngineImage {
  readonly id: string
  /** Like `redis:7`; none for one that lost its names. */
  readonly tags: readonly string[]
  /** Like `redis@sha256:…`; none for one that was made here and never pushed. */
  readonly digests: readonly string[]
}

/** What the engine can do with images. */
export interface EngineImages {
  listImages(): Promise<readonly EngineImage[]>
  /**
   * The digest under which a registry has a reference now; nothing is pulled. Throws ENGINE_REFUSED with the engine's words when
   * the registry does not tell, and the signal's reason.
   */
  findRemoteDigest(reference: string, login: RegistryLogin | null, signal: AbortSignal): Promise<string>
  /** Pulls by reference or digest. Throws ENGINE_REFUSED with the engine's words. */
  pullImage(reference: string, login: RegistryLogin | null, signal: AbortSignal): Promise<void>
  /** Gives an image, by id or reference, one more name like `redis:7`; whatever had the name loses it. */
  tagImage(image: string, name: string): Promise<void>
  /** Takes a name from an image and leaves the image; a name that nothing has is no error. */
  untagImage(name: string): Promise<void>
}

type Call = <Value>(work: () => Promise<Value>) => Promise<Value>

export function createEngineImages(docker: Docker, call: Call): EngineImages {
  return {
    async listImages() {
      const images = await call(() => docker.listImages())
      return images.map(({ Id, RepoTags, RepoDigests }) => ({
        id: Id,
        tags: (RepoTags ?? []).filter((tag) => !tag.startsWith('<none>')),
        digests: (RepoDigests ?? []).filter((digest) => !digest.startsWith('<none>')),
      }))
    },
    async findRemoteDigest(reference, login, abortSignal) {
      try {
        const options = { ...(login ? { authconfig: login } : {}), abortSignal }
        const answer = await call(() => docker.getImage(reference).distribution(options))
        return answer.Descriptor.digest
      } catch (error) {
        abortSignal.throwIfAborted()
        throw error
      }
    },
    async pullImage(reference, login, abortSignal) {
      const stream = (await call(() =>
        docker.createImage(login ?? undefined, { fromImage: reference, abortSignal }),
      )) as unknown as Readable
      for await (const line of readLines(stream)) {
        const { error } = JSON.parse(line) as { readonly error?: string }
        if (error !== undefined)
          throw new SwitchyardError('ENGINE_REFUSED', `The engine says: ${error.trim()}.`)
      }
      abortSignal.throwIfAborted()
    },
    async tagImage(image, name) {
      const { repository, tag } = splitName(name)
      await call(() => docker.getImage(image).tag({ repo: repository, tag }))
    },
    async untagImage(name) {
      try {
        await call(() => docker.getImage(name).remove({ noprune: true }))
      } catch (error) {
        const cause = error instanceof SwitchyardError ? error.cause : error
        if ((cause as { statusCode?: number }).statusCode !== 404) throw error
      }
    },
  }
}

function splitName(name: string): { readonly repository: string; readonly tag: string } {
  const colon = name.lastIndexOf(':')
  if (colon <= name.lastIndexOf('/')) return { repository: name, tag: 'latest' }
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) }
}
