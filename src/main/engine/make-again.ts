import type Docker from 'dockerode'
import { type InspectedContainer, type KeptContainer, keepContainer, moveTo } from './kept-container.ts'

/** Containers that are made again as they were. */
export interface MakeAgain {
  /** Null when there is no such container. */
  keep(id: string): Promise<KeptContainer | null>
  /**
   * Makes it under this name and returns its id; starts nothing. `successors`: what has taken the place of other containers since, by
   * id. One of that image that has the name already and never ran is taken. Throws ENGINE_REFUSED, when a network of it is gone, say.
   */
  makeAgain(
    kept: KeptContainer,
    options: { readonly name: string; readonly successors: ReadonlyMap<string, string> },
  ): Promise<string>
}

type Call = <Value>(work: () => Promise<Value>) => Promise<Value>
type OrNull = <Value>(work: () => Promise<Value>) => Promise<Value | null>

export function createMakeAgain(docker: Docker, { call, orNull }: { call: Call; orNull: OrNull }): MakeAgain {
  /** Which address was asked for is told up to API 1.51; from 1.52 on only the one in use. */
  async function findMacAddress(id: string): Promise<string | null> {
    const info = await new Promise<InspectedContainer | null>((resolve) => {
      const request = { path: `/v1.44/containers/${id}/json`, method: 'GET', statusCodes: { 200: true } }
      docker.modem.dial(request, (error: unknown, data: unknown) =>
        resolve(error ? null : (data as InspectedContainer)),
      )
    })
    const address = info?.Config['MacAddress']
    return typeof address === 'string' && address !== '' ? address : null
  }

  /** By the name, if that still means the same image; else by its id. */
  async function nameImage({ image, imageId }: KeptContainer): Promise<string> {
    const named = await orNull(() => call(() => docker.getImage(image).inspect()))
    return named?.Id === imageId ? image : imageId
  }

  return {
    async keep(id) {
      const info = await orNull(() => call(() => docker.getContainer(id).inspect()))
      if (!info) return null
      return keepContainer(info as unknown as InspectedContainer, await findMacAddress(id))
    },
    async makeAgain(kept, { name, successors }) {
      const earlier = await orNull(() => call(() => docker.getContainer(name).inspect()))
      if (earlier?.State.Status === 'created' && earlier.Image === kept.imageId) return earlier.Id
      const Image = await nameImage(kept)
      const options: unknown = { ...moveTo(kept, successors), Image, name }
      const made = await call(() => docker.createContainer(options as Docker.ContainerCreateOptions))
      return made.id
    },
  }
}
