import { setTimeout as sleep } from 'node:timers/promises'

const lookEveryMs = 50

/**
 * Ends a process group: SIGTERM, and SIGKILL for what is still there after the grace time. Resolves when the group is gone, or
 * a moment after the SIGKILL at the latest: what is dead but not yet collected by its parent still counts for the kernel.
 */
export async function endGroup(groupId: number, graceMs: number): Promise<void> {
  if (!signalGroup(groupId, 'SIGTERM')) return
  if (await isGoneWithin(groupId, graceMs)) return
  signalGroup(groupId, 'SIGKILL')
  await isGoneWithin(groupId, 1000)
}

async function isGoneWithin(groupId: number, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs
  while (performance.now() < endMs) {
    if (!signalGroup(groupId, 0)) return true
    await sleep(lookEveryMs)
  }
  return false
}

/** False when nobody of the group is left. */
function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal)
    return true
  } catch (error) {
    // EPERM: somebody is there who is not ours any more, like what a script runs with sudo.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
