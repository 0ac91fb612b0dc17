import { setTimeout as sleep } from 'node:timers/promises'
import { applyLabEvent } from '../../shared/lab-state.ts'
import type { LabLink } from '../../shared/links.ts'
import type { LabStatus } from '../../shared/status.ts'
import type { LabSnapshot } from '../../shared/watch.ts'
import type { DesktopClient } from './desktop-core.ts'

export interface FollowLinksOptions {
  /** How often is looked whether another lab is used, in milliseconds; default 15 s. */
  readonly lookEveryMs?: number
  /** How long changes are gathered before the links are asked for, in milliseconds; default 2 s. */
  readonly settleMs?: number
}

/** Tells the pages of what runs in the lab that was used last, now and whenever that changes. Until the signal. */
export async function followLinks(
  client: DesktopClient,
  onLinks: (links: readonly LabLink[]) => void,
  signal: AbortSignal,
  { lookEveryMs = 15_000, settleMs = 2000 }: FollowLinksOptions = {},
): Promise<void> {
  while (!signal.aborted) {
    const dir = await latestLab(client)
    if (dir === null) onLinks([])
    else await followLab(client, dir, { onLinks, signal, lookEveryMs, settleMs })
    await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Until another lab is used, or this one cannot be read. */
async function followLab(
  client: DesktopClient,
  dir: string,
  {
    onLinks,
    signal,
    lookEveryMs,
    settleMs,
  }: Required<FollowLinksOptions> & {
    readonly onLinks: (links: readonly LabLink[]) => void
    readonly signal: AbortSignal
  },
): Promise<void> {
  const end = new AbortController()
  const either = AbortSignal.any([signal, end.signal])
  let state: LabSnapshot | null = null
  let settling: NodeJS.Timeout | null = null
  async function read(): Promise<void> {
    settling = null
    const links = await client.links.list({ dir }).catch(() => [])
    if (!either.aborted) onLinks(runningLinks(links, state?.status ?? null))
  }
  const looking = setInterval(() => {
    void latestLab(client).then((latest) => latest !== dir && end.abort())
  }, lookEveryMs)
  looking.unref()
  try {
    for await (const event of await client.labs.watch({ dir }, { signal: either })) {
      state = applyLabEvent(state, event)
      if (event.type !== 'alive' && event.type !== 'run')
        settling ??= setTimeout(() => void read(), settleMs).unref()
    }
  } catch {
    // Its own screen says what is wrong with it.
    onLinks([])
  } finally {
    end.abort()
    clearInterval(looking)
    if (settling) clearTimeout(settling)
  }
}

/** Pages of services that run, and of stacks of which something does. Pure. */
export function runningLinks(links: readonly LabLink[], status: LabStatus | null): readonly LabLink[] {
  const running = new Set(
    (status?.stacks ?? [])
      .filter(({ services }) => services.some(({ state }) => state === 'running'))
      .map(({ name }) => name),
  )
  return links.filter(({ kind, stack, isRunning }) => kind === 'web' && (isRunning ?? running.has(stack)))
}

/** Null when none is known, or that cannot be read. */
async function latestLab(client: DesktopClient): Promise<string | null> {
  const labs = await client.labs.list().catch(() => [])
  return labs[0]?.dir ?? null
}
