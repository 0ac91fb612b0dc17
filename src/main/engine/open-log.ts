import type { Readable } from 'node:stream'
import type Docker from 'dockerode'

/** A container's log as a stream, whether it is followed or not: dockerode itself reads one that ends into memory. */
export function openLog(
  docker: Docker,
  id: string,
  query: Readonly<Record<string, string | number | boolean>>,
): Promise<Readable> {
  const modem = docker.modem as Modem
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        path: `/containers/${encodeURIComponent(id)}/logs?`,
        method: 'GET',
        isStream: true,
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        options: query,
      },
      (error, stream) => {
        if (error) reject(error)
        else resolve(stream as Readable)
      },
    )
  })
}

interface Modem {
  dial(options: object, callback: (error: Error | null, answer: unknown) => void): void
}

/** Seconds with nine decimals, which is what the engine's queries take, of an ISO time. */
export function toEngineTime(at: string): string {
  const found = /^(.+?)(?:\.(\d+))?Z$/.exec(at)
  if (!found) return String(Date.parse(at) / 1000)
  return `${Date.parse(`${found[1]}Z`) / 1000}.${(found[2] ?? '').padEnd(9, '0').slice(0, 9)}`
}
