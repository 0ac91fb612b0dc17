import { createEngine } from '../../../src/main/engine/create-engine.ts'
import { createServiceRecord } from '../../../src/main/record/create-record.ts'
import type { ServiceRecord } from '../../../src/main/record/model.ts'
import { createWhoAsked } from '../../../src/main/record/who-asked.ts'
import { openHistory } from '../../../src/main/store/history.ts'
import { findStorePaths } from '../../../src/main/store/paths.ts'
import { createEngineFeed } from '../../../src/main/watch/engine-feed.ts'
import type { Happening } from '../../../src/shared/record.ts'

/** A record that follows the engine as a process of its own would, and what it tells of one Compose project. */
export interface FollowedRecord extends AsyncDisposable {
  readonly record: ServiceRecord
  /** What was told so far of a service, like `started operator` and `exited itself 1`. */
  readonly told: (service: string) => readonly string[]
  readonly happenings: (service: string) => readonly Happening[]
}

export function followRecord(variables: NodeJS.ProcessEnv, project: string): FollowedRecord {
  const { stateDir } = findStorePaths(variables)
  const engine = createEngine(variables)
  const history = openHistory(stateDir)
  const record = createServiceRecord({
    stateDir,
    engine,
    openFeed: () => createEngineFeed(engine, () => ({ requests: true, sinceMs: 1000 })),
    whoAsked: createWhoAsked(history, stateDir),
  })
  const all: Happening[] = []
  record.subscribe((happening) => all.push(happening))
  record.follow()
  const happenings = (service: string) =>
    all.filter((each) => each.project === project && each.service === service)
  return {
    record,
    happenings,
    told: (service) => happenings(service).map(inShort),
    async [Symbol.asyncDispose]() {
      await record.dispose()
      history.close()
    },
  }
}

export function inShort({ what }: Happening): string {
  switch (what.kind) {
    case 'started':
    case 'dismissed':
      return `${what.kind} ${what.cause}`
    case 'exited':
      return `exited ${what.cause} ${what.exitCode}${what.isOutOfMemory ? ' out of memory' : ''}`
    case 'found':
      return `found ${what.isRunning ? 'up' : 'down'}`
    case 'healthy':
    case 'unhealthy':
    case 'oom-kill':
    case 'healed':
      return what.kind
  }
}
