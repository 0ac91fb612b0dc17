import { SwitchyardError } from '../../shared/errors.ts'
import { formatCount, formatDuration } from '../../shared/format.ts'
import type { Happening } from '../../shared/record.ts'
import type { Engine } from '../engine/model.ts'
import { lockLab } from '../store/run-lock.ts'
import type { AlertStore } from './alert-store.ts'
import { decideHeal, hourMs } from './decide-heal.ts'
import type { LabIndex, ServicePlace } from './lab-index.ts'
import type { ServiceContainer } from './rules/model.ts'
import type { RunSight } from './run-sight.ts'

/** Restarts services that stay unhealthy, where the lab's `switchyard.yaml` says so. */
export interface Healer {
  happened(happening: Happening): void
  /** It was looked at; `isUnhealthy` is false for one that does not run. */
  seen(container: ServiceContainer, isUnhealthy: boolean, atMs: number): void
  /** Begins what is due. */
  tick(nowMs: number): void
  dispose(): Promise<void>
}

export interface HealerOptions {
  readonly engine: Pick<Engine, 'inspect' | 'restart'>
  readonly index: LabIndex
  readonly sight: RunSight
  readonly store: Pick<AlertStore, 'heals' | 'noteHeal'>
  readonly stateDir: string
  /** Keeps what was done in the record of the service. */
  readonly note: (happening: Happening) => void
  /** It has been restarted as often as it may be, or could not be. */
  readonly onGivenUp: (container: ServiceContainer, text: string) => void
}

export function createHealer(options: HealerOptions): Healer {
  const { engine, index, sight, store, stateDir, note, onGivenUp } = options
  const unhealthy = new Map<string, { readonly container: ServiceContainer; readonly sinceMs: number }>()
  const going = new Map<string, Promise<void>>()
  let isDisposed = false

  async function heal(container: ServiceContainer, place: ServicePlace, sinceMs: number): Promise<void> {
    const unlock = lockOrNull(stateDir, place.dir)
    // A run, or somebody else's doing: it is asked again in a second.
    if (!unlock) return
    try {
      // Whatever was told before: only what runs and is unhealthy at this moment is restarted.
      const now = await engine.inspect(container.containerId)
      if (now?.state !== 'running' || now.health !== 'unhealthy') {
        unhealthy.delete(container.containerId)
        return
      }
      const nowMs = Date.now()
      const reason = `unhealthy for ${formatDuration(nowMs - sinceMs)}`
      store.noteHeal(nameOf(container), nowMs)
      note({ ...container, atMs: nowMs, what: { kind: 'healed', reason } })
      unhealthy.delete(container.containerId)
      await engine.restart(container.containerId)
    } catch (error) {
      if (isDisposed) return
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
      onGivenUp(container, `could not be restarted by auto-heal: ${reason}`)
    } finally {
      unlock()
    }
  }

  return {
    happened({ what, ...happening }) {
      if (what.kind === 'unhealthy') {
        if (!unhealthy.has(happening.containerId))
          unhealthy.set(happening.containerId, { container: happening, sinceMs: happening.atMs })
      } else if (['healthy', 'exited', 'started', 'dismissed'].includes(what.kind)) {
        unhealthy.delete(happening.containerId)
      }
    },
    seen(container, isUnhealthy, atMs) {
      if (!isUnhealthy) unhealthy.delete(container.containerId)
      else if (!unhealthy.has(container.containerId))
        unhealthy.set(container.containerId, { container, sinceMs: atMs })
    },
    tick(nowMs) {
      for (const [id, { container, sinceMs }] of unhealthy) {
        // What the files say may have changed; it is read anew in the background when that is due.
        index.find(container.project, container.service).catch(() => undefined)
        const place = index.peek(container.project, container.service)
        if (!place?.heal || going.has(id) || isDisposed) continue
        if (nowMs - sinceMs < place.heal.afterMs || sight.worksOn(place.dir, place)) continue
        const healsMs = store.heals(nameOf(container), nowMs - hourMs)
        const decision = decideHeal(place.heal, { nowMs, unhealthySinceMs: sinceMs, healsMs })
        if (decision === 'exhausted') {
          const times = formatCount(place.heal.atMost, 'time')
          onGivenUp(container, `is still unhealthy after auto-heal has restarted it ${times} within an hour`)
        } else if (decision === 'restart') {
          going.set(
            id,
            heal(container, place, sinceMs).finally(() => going.delete(id)),
          )
        }
      }
    },
    async dispose() {
      isDisposed = true
      await Promise.all(going.values())
    },
  }
}

function nameOf({ project, service }: ServiceContainer): string {
  return `${project}/${service}`
}

function lockOrNull(stateDir: string, dir: string): (() => void) | null {
  try {
    return lockLab(stateDir, dir)
  } catch (error) {
    if (error instanceof SwitchyardError) return null
    throw error
  }
}
