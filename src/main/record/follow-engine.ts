import { setTimeout as sleep } from 'node:timers/promises'
import type { Cause, Happening } from '../../shared/record.ts'
import type { Engine, EngineEvent } from '../engine/model.ts'
import type { RecordFile } from './file/record-file.ts'
import { findChange } from './find-change.ts'
import { hear, type Life, remember, unknownLife } from './life.ts'
import type { EventFeed } from './model.ts'
import { tellHappening } from './tell-happening.ts'
import { createWatchedTime } from './watched-time.ts'

export interface FollowOptions {
  readonly engine: Pick<Engine, 'inspect' | 'describeContainer' | 'snapshot'>
  /** Tells everything that the engine still has of what was, and then what comes. */
  readonly feed: EventFeed
  readonly file: RecordFile
  readonly whoAsked: (container: { readonly id: string; readonly project: string }, atMs: number) => Cause
  readonly onHappening: (happening: Happening) => void
}

/**
 * Begins with the first event, or when the engine is said to be there: what it still has comes before that.
 */
interface Connection {
  readonly sinceMs: number
  /** Until when somebody has listened before; null for never. */
  readonly watchedUntilMs: number | null
  /** The engine's memory reaches back to then. */
  missedNothing: boolean
}

type Container = Pick<Happening, 'project' | 'service' | 'containerId' | 'container'>

/**
 * What is older than that, before nobody listened, is kept already. A process that was killed had not yet
 * kept the latest.
 */
const marginMs = 60_000
const asksAtOnce = 8
/** What has only just happened is told by an event before that. */
const settlesWithinMs = 500

/** Turns the engine's events into happenings, one after the other for each container. */
export function followEngine({ engine, feed, file, whoAsked, onHappening }: FollowOptions): {
  dispose(): Promise<void>
} {
  const lives = new Map<string, Life>()
  /** What each container's next event waits for. */
  const turns = new Map<string, Promise<void>>()
  const watched = createWatchedTime(file)
  let connection: Connection | null = null
  let absence: { fromMs: number; toMs: number } | null = null
  let isDisposed = false

  function lifeOf(id: string): Life {
    const known = lives.get(id)
    if (known) return known
    const kept = file.attempt((tables) => tables.latestOf(id)) ?? []
    const waiting = file.waiting.filter(({ containerId }) => containerId === id)
    return [...kept, ...waiting].reduce(remember, unknownLife)
  }

  function enqueue(id: string, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work).catch(() => undefined)
    turns.set(id, turn)
    void turn.then(() => turns.get(id) === turn && turns.delete(id))
    return turn
  }

  function keep(happening: Happening): void {
    file.add(happening)
    watched.goOn()
    onHappening(happening)
  }

  async function handle(container: Container, { event }: EngineEvent, atMs: number): Promise<void> {
    const { containerId: id, project } = container
    const before = lifeOf(id)
    const { life, said } = hear(before, event, atMs)
    lives.set(id, life)
    if (said) {
      const kept = findKept(id, said.kind, atMs)
      if (kept) {
        lives.set(id, remember(life, kept))
        // Another process that listens was faster.
        if (atMs >= (connection?.sinceMs ?? Infinity)) onHappening(kept)
      } else {
        const what = await tellHappening(
          {
            engine,
            absence,
            whoAsked: (time) => whoAsked({ id, project }, time),
            onChecks(health) {
              for (const { at, elapsedMs, exitCode } of health) {
                const check = { containerId: id, atMs: Date.parse(at), durationMs: elapsedMs, exitCode }
                file.attempt((tables) => tables.addCheck(container, check))
              }
            },
          },
          id,
          said,
          before,
          atMs,
        )
        const happening: Happening = { ...container, atMs, what }
        lives.set(id, remember(life, happening))
        keep(happening)
      }
    }
    if (event.kind === 'destroyed') lives.delete(id)
  }

  function findKept(id: string, kind: string, atMs: number): Happening | null {
    const isSame = (each: Happening) =>
      each.containerId === id && each.what.kind === kind && each.atMs === atMs
    return file.attempt((tables) => tables.find(id, kind, atMs)) ?? file.waiting.find(isSame) ?? null
  }

  async function compare(container: Container) {
    const life = lifeOf(container.containerId)
    return findChange(life, await engine.inspect(container.containerId))
  }

  async function noteChange(container: Container): Promise<void> {
    const what = isDisposed ? null : await compare(container)
    if (!what || isDisposed) return
    const found: Happening = { ...container, atMs: Date.now(), what }
    lives.set(container.containerId, remember(lifeOf(container.containerId), found))
    keep(found)
  }

  /** Looks at every container for what was missed. */
  async function lookAtAll(): Promise<void> {
    const { containers } = await engine.snapshot({ containersOnly: true })
    const running = file.attempt((tables) => tables.listRunning()) ?? []
    const all = new Map<string, Container>()
    for (const { project, service, containerId, container } of running)
      all.set(containerId, { project, service, containerId, container })
    for (const { id, name, project, service, isOneOff } of containers)
      if (!isOneOff) all.set(id, { containerId: id, container: name, project, service })
    const left = [...all.values()]
    const changed: Container[] = []
    const take = async () => {
      for (let next = left.pop(); next && !isDisposed; next = left.pop()) {
        const container = next
        await enqueue(container.containerId, async () => {
          if (await compare(container)) changed.push(container)
        })
      }
    }
    await Promise.all(Array.from({ length: asksAtOnce }, take))
    if (changed.length === 0) return
    await sleep(settlesWithinMs, undefined, { ref: false })
    for (const container of changed) await enqueue(container.containerId, () => noteChange(container))
  }

  const leave = feed.subscribe({
    onEvent(event) {
      const { containerId, project, service, name } = event
      const atMs = event.atMs ?? Date.now()
      connection ??= openConnection()
      const heardUntilMs = connection.watchedUntilMs
      if (heardUntilMs !== null && atMs <= heardUntilMs) connection.missedNothing = true
      if (project === null || service === null) return
      if (heardUntilMs !== null && atMs < heardUntilMs - marginMs) return
      const container = { project, service, containerId, container: name ?? containerId.slice(0, 12) }
      void enqueue(containerId, () => (isDisposed ? Promise.resolve() : handle(container, event, atMs)))
    },
    onState({ connected }) {
      if (connected) {
        connection ??= openConnection()
        const { missedNothing, watchedUntilMs, sinceMs } = connection
        watched.begin(missedNothing && watchedUntilMs !== null ? watchedUntilMs : sinceMs)
        if (absence) absence.toMs = Date.now()
        lookAtAll().catch(() => undefined)
      } else if (connection) {
        watched.end()
        absence = { fromMs: Date.now() - tellsLossWithinMs, toMs: Infinity }
        connection = null
      }
    },
  })

  function openConnection(): Connection {
    const sinceMs = Date.now()
    const watchedUntilMs = file.attempt((tables) => tables.watchedUntil(sinceMs))
    return { sinceMs, watchedUntilMs, missedNothing: false }
  }

  return {
    async dispose() {
      leave()
      isDisposed = true
      await Promise.all(turns.values())
      watched.end()
    },
  }
}

/** A connection breaks a little after the engine has begun to end. */
const tellsLossWithinMs = 1000
