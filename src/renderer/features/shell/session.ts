import type { FullSelection } from '../../bridge/lab-store.ts'
import type { Bridge } from '../../bridge/connection.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { isConnectionLost } from '../../bridge/resuming-link.ts'
import type { Problem } from '../../../shared/errors.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { bytesOf } from './bytes.ts'
import { createKeyQueue, type KeyQueue } from './key-queue.ts'
import { latestOnly } from './latest-only.ts'
import { untilOpen } from './until-open.ts'

/** Where a shell prints. */
export interface Screen {
  readonly reset: () => void
  /** Resolves when it is shown. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly size: () => ScreenSize
}

export interface ScreenSize {
  readonly columns: number
  readonly rows: number
}

/** How it is with a shell: it is being opened, runs, cannot be reached for now, is over, or cannot be had. */
export type SessionState =
  | { readonly kind: 'opening' | 'open' | 'lost' }
  /** The exit code is null where the engine does not know it. */
  | { readonly kind: 'ended'; readonly exitCode: number | null }
  | { readonly kind: 'failed'; readonly problems: readonly Problem[] }

/** One shell after the other in one service's container, on one screen. */
export interface Session {
  readonly subscribe: (listener: () => void) => () => void
  readonly getState: () => SessionState
  /** Opens a shell on an empty screen, unless there is one. */
  readonly open: () => void
  /** Ignored while no shell takes it. */
  readonly type: (keys: string) => void
  readonly resize: (size: ScreenSize) => void
  /** Closes the shell, with all that runs in it. */
  readonly dispose: () => void
}

/** How long a stream that ended without a word is left alone, in milliseconds. */
const takenOverPauseMs = 500
/** How much of what was printed a shell shows again. */
const keptBytes = 256 * 1024
/** How long to wait with what a shell does not take yet. */
const fullPauseMs = 100

export interface SessionOptions {
  readonly bridge: Pick<Bridge, 'client' | 'getState' | 'subscribe'>
  readonly selection: FullSelection
  readonly service: ServiceRef
  readonly screen: Screen
}

/** Nothing is opened before it is asked for. A lost connection is waited for, and what the shell printed is shown again. */
export function createSession({ bridge, selection, service, screen }: SessionOptions): Session {
  const { shells } = bridge.client
  const listeners = new Set<() => void>()
  const disposed = new AbortController()
  let state: SessionState = { kind: 'opening' }
  let shellId: string | null = null
  let keys: KeyQueue | null = null
  let isBusy = false
  let isRepeating = false

  function change(next: SessionState): void {
    if (disposed.signal.aborted) return
    state = next
    for (const listener of [...listeners]) listener()
  }

  const tellSize = latestOnly(async (size: ScreenSize) => {
    if (shellId !== null) await shells.resize({ shellId, ...size })
  })

  async function run(): Promise<void> {
    if (isBusy) return
    isBusy = true
    change({ kind: 'opening' })
    try {
      const size = screen.size()
      const opened = await shells.open({ ...selection, profiles: [...selection.profiles], service, ...size })
      shellId = opened.shellId
      if (disposed.signal.aborted) return
      keys = createKeyQueue(sendTo(opened.shellId), () => undefined)
      change(await follow(opened.shellId))
    } catch (error) {
      change({ kind: 'failed', problems: problemsOf(error) })
    } finally {
      keys?.close()
      keys = null
      forget()
      isBusy = false
    }
  }

  function sendTo(id: string): (data: string) => Promise<unknown> {
    return async (data) => {
      // A shell takes no more than so much before its program reads.
      while (!(await shells.write({ shellId: id, data })).written && shellId === id) await pause(fullPauseMs)
    }
  }

  /** Shows what the shell prints until it ends. */
  async function follow(id: string): Promise<SessionState> {
    let seenBytes = 0
    for (;;) {
      let repeatedBytes = Math.min(seenBytes, keptBytes)
      try {
        const output = await shells.output({ shellId: id }, { signal: disposed.signal })
        // What comes first is what was printed so far, from its start.
        screen.reset()
        change({ kind: 'open' })
        tellSize(screen.size())
        for await (const { data, exitCode } of output) {
          if (data === null) return { kind: 'ended', exitCode }
          const bytes = bytesOf(data)
          isRepeating = repeatedBytes > 0
          seenBytes += Math.max(0, bytes.length - repeatedBytes)
          repeatedBytes = Math.max(0, repeatedBytes - bytes.length)
          await screen.write(bytes)
          isRepeating = false
        }
        await pause(takenOverPauseMs)
      } catch (error) {
        if (disposed.signal.aborted || !isConnectionLost(error)) throw error
      }
      if (disposed.signal.aborted) return state
      change({ kind: 'lost' })
      await untilOpen(bridge, disposed.signal)
    }
  }

  /** A shell that this page opened is not left behind; one that is over is closed as well. */
  function forget(): void {
    if (shellId !== null) void shells.close({ shellId }).catch(() => undefined)
    shellId = null
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getState: () => state,
    open: () => void run(),
    type(data) {
      // A terminal answers when a program asks it something; what is only shown again was answered already.
      if (state.kind === 'open' && !isRepeating) keys?.push(data)
    },
    resize: tellSize,
    dispose() {
      disposed.abort()
      forget()
    },
  }
}

function pause(lengthMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lengthMs))
}
