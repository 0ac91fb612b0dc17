import type { KnownLab } from '../../shared/lab.ts'
import { applyLabEvent } from '../../shared/lab-state.ts'
import type { LabStatus } from '../../shared/status.ts'
import type { LabSnapshot } from '../../shared/watch.ts'
import type { LabWatcher } from './create-lab-watcher.ts'

/** The state of the labs that this operator has, whoever looks at them. */
export interface KnownLabs {
  /** Of those that can be read, the latest used first. */
  statuses(): readonly LabStatus[]
  close(): void
}

export interface KnownLabsOptions {
  /** The latest used first. */
  readonly list: () => readonly KnownLab[]
  readonly watch: LabWatcher['watch']
  /** How often is looked for labs that are new, in milliseconds; default 30 s. */
  readonly everyMs?: number
}

/** More of them would be followed for nobody. */
const mostLabs = 10

/** Watches the labs that were used last. One that cannot be read is tried again when is looked for new ones. */
export function followKnownLabs({ list, watch, everyMs = 30_000 }: KnownLabsOptions): KnownLabs {
  const followed = new Map<string, { readonly end: AbortController; state: LabSnapshot | null }>()
  let dirs: readonly string[] = []

  async function follow(dir: string): Promise<void> {
    const end = new AbortController()
    const lab: { readonly end: AbortController; state: LabSnapshot | null } = { end, state: null }
    followed.set(dir, lab)
    try {
      for await (const event of watch({ dir, environment: null, profiles: [] }, end.signal))
        lab.state = applyLabEvent(lab.state, event)
    } catch {
      // Its own screen says what is wrong with it.
    }
    if (followed.get(dir) === lab) followed.delete(dir)
  }

  function look(): void {
    dirs = listOrNothing(list)
      .slice(0, mostLabs)
      .map(({ dir }) => dir)
    for (const [dir, { end }] of followed) if (!dirs.includes(dir)) end.abort()
    for (const dir of dirs) if (!followed.has(dir)) void follow(dir)
  }

  look()
  const timer = setInterval(look, everyMs)
  timer.unref()
  return {
    statuses: () =>
      dirs.flatMap((dir) => {
        const { status, engine } = followed.get(dir)?.state ?? {}
        // Without the engine the status is what was, not what is.
        return status && engine?.connected ? [status] : []
      }),
    close() {
      clearInterval(timer)
      for (const { end } of followed.values()) end.abort()
    },
  }
}

/** A history that cannot be read knows no labs. */
function listOrNothing(list: KnownLabsOptions['list']): readonly KnownLab[] {
  try {
    return list()
  } catch {
    return []
  }
}
