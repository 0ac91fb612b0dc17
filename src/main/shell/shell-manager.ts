import { randomUUID } from 'node:crypto'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Engine } from '../engine/model.ts'
import { createShell, type Shell } from './shell.ts'
import { type ShellRequest, startShell } from './start-shell.ts'

/** The shells of this process. */
export interface ShellManager {
  /**
   * Starts bash, or sh where there is none, and returns the id of the shell. Throws SHELL_MISSING for a container without
   * one, SHELL_LIMIT when too many are open.
   */
  open(request: ShellRequest): Promise<string>
  /** Throws SHELL_UNKNOWN. */
  find(shellId: string): Shell
  /** Ends a shell and forgets it; false when it was over already. Throws SHELL_UNKNOWN. */
  close(shellId: string): Promise<boolean>
  /** Closes every shell, and opens no more. */
  dispose(): Promise<void>
}

const shellsAtOnce = 8

/** A shell that nobody reads for `patienceMs` is closed. */
export function createShellManager({
  engine,
  patienceMs = 10_000,
}: {
  readonly engine: Pick<Engine, 'exec' | 'openTerminal'>
  readonly patienceMs?: number
}): ShellManager {
  const shells = new Map<string, Shell>()
  const opening = new Set<Promise<unknown>>()
  const closing = new Map<string, Promise<void>>()
  let isDisposed = false

  async function begin(request: ShellRequest): Promise<string> {
    const started = await startShell(engine, request)
    const id = randomUUID()
    const onAbandoned = () => void end(id)
    const { containerId } = request
    shells.set(id, createShell(started, { engine, containerId, patienceMs, onAbandoned }))
    return id
  }

  async function end(id: string): Promise<boolean> {
    const shell = shells.get(id)
    if (!shell) return false
    const wasOpen = !shell.isOver && !closing.has(id)
    const work = closing.get(id) ?? shell.close()
    closing.set(id, work)
    await work
    shells.delete(id)
    closing.delete(id)
    return wasOpen
  }

  function find(id: string): Shell {
    const shell = shells.get(id)
    if (shell) return shell
    throw new SwitchyardError('SHELL_UNKNOWN', 'That shell is closed.', {
      hint: 'Nobody read it for a while, or Switchyard was started anew. Open another one.',
    })
  }

  return {
    async open(request) {
      const open = [...shells.values()].filter(({ isOver }) => !isOver).length + opening.size
      if (open >= shellsAtOnce || isDisposed) {
        throw new SwitchyardError('SHELL_LIMIT', `No more than ${shellsAtOnce} shells can be open at once.`, {
          hint: 'Close one that you do not need.',
        })
      }
      const work = begin(request)
      opening.add(work)
      try {
        return await work
      } finally {
        opening.delete(work)
      }
    },
    find,
    async close(id) {
      find(id)
      return end(id)
    },
    async dispose() {
      isDisposed = true
      await Promise.allSettled(opening)
      await Promise.all([...shells.keys()].map(end))
    },
  }
}
