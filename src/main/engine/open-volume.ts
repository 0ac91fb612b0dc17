import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { SwitchyardError } from '../../shared/errors.ts'
import type { DialRequest } from './create-engine-storage.ts'
import { helperLabel, type OpenVolume } from './storage-model.ts'

type Call = <Value>(work: () => Promise<Value>) => Promise<Value>

/** Two zero blocks: an archive of nothing. */
const emptyArchive = Buffer.alloc(1024)

/**
 * A volume, through a container that is never started. Its image is made of nothing and goes with it: an image of somebody
 * else's could be missing, would bring volumes of its own, and copy its files into an empty one.
 */
export async function openVolume(
  docker: Docker,
  call: Call,
  dial: (request: DialRequest) => Promise<unknown>,
  name: string,
  { isReadOnly }: { readonly isReadOnly: boolean },
): Promise<OpenVolume> {
  // A label of its own makes it an image of its own, so that two of these do not share, and remove, one.
  const changes = `LABEL ${helperLabel}=${randomUUID()}`
  const answer = await call(() =>
    dial({
      method: 'POST',
      path: '/images/create?',
      query: { fromSrc: '-', changes },
      body: emptyArchive,
    }),
  )
  const image = readImageId(answer)
  const removeImage = () => call(() => docker.getImage(image).remove())
  const container = await call(() =>
    docker.createContainer({
      Image: image,
      Cmd: ['never-started'],
      Labels: { [helperLabel]: name },
      NetworkDisabled: true,
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [
          {
            Type: 'volume',
            Source: name,
            Target: '/volume',
            ReadOnly: isReadOnly,
            VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
          },
        ],
      },
    }),
  ).catch(async (error: unknown) => {
    await removeImage().catch(() => undefined)
    throw error
  })
  return {
    async read(signal) {
      const options = { path: '/volume', abortSignal: signal }
      return (await call(() => container.getArchive(options))) as unknown as Readable
    },
    async write(content, signal) {
      const options = { path: '/', abortSignal: signal }
      await call(() => container.putArchive(content as unknown as NodeJS.ReadableStream, options))
    },
    async [Symbol.asyncDispose]() {
      await call(() => container.remove({ force: true }))
      await removeImage()
    },
  }
}

function readImageId(answer: unknown): string {
  const id = (answer as { readonly status?: string }).status
  if (id?.startsWith('sha256:')) return id
  throw new SwitchyardError('ENGINE_REFUSED', `The engine made no image for the volume's container: ${id}.`)
}
