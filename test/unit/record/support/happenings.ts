import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Happening } from '../../../../src/shared/record.ts'

export function newStateDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-record-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

type What = Happening['what']

/** Something that happened to `app/web`, whose container is `web-1` unless another one is named. */
export function happening(atMs: number, what: What, containerId = 'web-1'): Happening {
  return { atMs, project: 'app', service: 'web', containerId, container: containerId, what }
}

export const whats = {
  started: { kind: 'started', cause: 'operator' },
  startedByRun: { kind: 'started', cause: 'run' },
  restarted: { kind: 'started', cause: 'restart-policy' },
  healthy: { kind: 'healthy', sinceStartMs: null },
  unhealthy: { kind: 'unhealthy', output: 'no answer', durationMs: 12 },
  crashed: { kind: 'exited', cause: 'itself', exitCode: 1, isOutOfMemory: false },
  done: { kind: 'exited', cause: 'itself', exitCode: 0, isOutOfMemory: false },
  stopped: { kind: 'exited', cause: 'operator', exitCode: 143, isOutOfMemory: false },
  dismissed: { kind: 'dismissed', cause: 'operator' },
  oomKill: { kind: 'oom-kill' },
} as const satisfies Readonly<Record<string, What>>
