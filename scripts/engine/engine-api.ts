import { request } from 'node:http'
import type { Readable } from 'node:stream'

export interface ApiAnswer {
  readonly status: number
  readonly text: string
}

export interface ApiOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** A body sent as it comes, of the type `application/x-tar`. */
  readonly tar?: Readable
  readonly timeoutMs?: number
}

/** One request to the engine behind a `unix://` address. Throws when nobody answers within `timeoutMs` (default 30 s). */
export function callEngine(dockerHost: string, path: string, options: ApiOptions = {}): Promise<ApiAnswer> {
  const timeoutMs = options.timeoutMs ?? 30_000
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: dockerHost.replace('unix://', ''),
        path,
        method: options.method ?? 'GET',
        agent: false,
        headers: options.tar === undefined ? {} : { 'Content-Type': 'application/x-tar' },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (received) => {
        let text = ''
        received.setEncoding('utf8').on('data', (part: string) => (text += part))
        received.on('end', () => {
          resolve({ status: received.statusCode ?? 0, text })
        })
        received.on('error', reject)
      },
    )
    sent.on('error', reject)
    if (options.tar === undefined) sent.end()
    else options.tar.on('error', reject).pipe(sent)
  })
}

/** Whether an engine answers its ping now. */
export async function engineAnswers(dockerHost: string): Promise<boolean> {
  const answer = await callEngine(dockerHost, '/_ping', { timeoutMs: 2000 }).catch(() => undefined)
  return answer?.status === 200
}

/** Removes all containers, own networks and volumes of an engine, and its part in a swarm; images and the build cache stay. */
export async function removeEverythingRunning(dockerHost: string): Promise<void> {
  const info = JSON.parse((await callEngine(dockerHost, '/info')).text) as EngineInfo
  if (info.Swarm?.LocalNodeState !== 'inactive') {
    await callEngine(dockerHost, '/swarm/leave?force=1', { method: 'POST' })
  }
  const containers = await list<{ readonly Id: string }>(dockerHost, '/containers/json?all=1')
  await Promise.all(containers.map(({ Id }) => remove(dockerHost, `/containers/${Id}?force=1&v=1`)))
  const networks = await list<{ readonly Id: string; readonly Name: string }>(dockerHost, '/networks')
  const own = networks.filter(({ Name }) => !['bridge', 'host', 'none'].includes(Name))
  const volumes = await list<{ readonly Name: string }>(dockerHost, '/volumes', 'Volumes')
  await Promise.all([
    ...own.map(({ Id }) => remove(dockerHost, `/networks/${Id}`)),
    ...volumes.map(({ Name }) => remove(dockerHost, `/volumes/${encodeURIComponent(Name)}?force=1`)),
  ])
}

interface EngineInfo {
  readonly Swarm?: { readonly LocalNodeState?: string }
}

async function list<Item>(dockerHost: string, path: string, member?: string): Promise<readonly Item[]> {
  const answer = await callEngine(dockerHost, path)
  if (answer.status !== 200) throw new Error(`The engine refused ${path}: ${answer.text.trim()}`)
  const value = JSON.parse(answer.text) as unknown
  const items = member === undefined ? value : (value as Readonly<Record<string, unknown>>)[member]
  return (items ?? []) as readonly Item[]
}

async function remove(dockerHost: string, path: string): Promise<void> {
  const answer = await callEngine(dockerHost, path, { method: 'DELETE', timeoutMs: 60_000 })
  // 404: it went by itself meanwhile. 409: it is being removed already.
  if (answer.status >= 300 && answer.status !== 404 && answer.status !== 409) {
    throw new Error(`The engine could not remove ${path}: ${answer.text.trim()}`)
  }
}
