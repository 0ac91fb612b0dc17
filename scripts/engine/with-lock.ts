import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process of this machine holds the lock called `name`.
 * The lock is a listening socket in the kernel's abstract namespace: it ends with its process, so it never goes stale.
 * Throws when the lock is not free within `timeoutMs` (default ten minutes).
 */
export async function withLock<Result>(
  name: string,
  work: () => Promise<Result>,
  timeoutMs = 600_000,
): Promise<Result> {
  const address = `\0switchyard-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const held = await tryToHold(address)
    if (held !== undefined) {
      try {
        return await work()
      } finally {
        held.close()
      }
    }
    if (Date.now() > deadline)
      throw new Error(`Another process still works on ${name} after ${timeoutMs / 1000} s.`)
    await sleep(50)
  }
}

function tryToHold(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(address, () => {
      server.unref()
      resolve(server)
    })
  })
}
