import type { ContainerProcess, ContainerUsage, Engine } from '../../engine/model.ts'
import { readText } from '../../host/readings/kept-file.ts'
import { parseMounts } from '../../host/readings/parse/mounts.ts'
import { type AskedContainer, askUsage } from './ask-usage.ts'
import { describeWay } from './describe-way.ts'
import type { ContainerFeed, ContainerReading, ContainerSampler } from './model.ts'
import { type OpenContainer, openContainer } from './open-container.ts'
import { readingOf } from './reading-of.ts'
import { trackContainers } from './track-containers.ts'

export interface SamplerOptions {
  readonly engine: Pick<Engine, 'address' | 'isLocal' | 'listRunning' | 'findProcess' | 'readUsage'>
  readonly feed: ContainerFeed
  /** Where the kernel's files are; default `/proc`. */
  readonly procDir?: string
  /** Monotonic, in milliseconds. */
  readonly clock?: () => number
  /** How long a sample waits for the engine, where that is asked; default 700 ms. */
  readonly patienceMs?: number
}

interface Sampled {
  process: ContainerProcess
  /** Its open files, or the engine, where these cannot be seen. */
  readonly source: OpenContainer | AskedContainer
  before: ContainerUsage | null
}

/** Samples all containers of an engine. It begins to listen at once; a sample before the engine has answered is empty. */
export function createContainerSampler(options: SamplerOptions): ContainerSampler {
  const { engine, feed, procDir = '/proc', patienceMs = 700 } = options
  const clock = options.clock ?? (() => performance.now())
  const mounts = parseMounts(readText(`${procDir}/self/mountinfo`) ?? '')
  const sampled = new Map<string, Sampled>()
  const abort = new AbortController()
  const asking = askUsage({ engine, clock, signal: abort.signal })

  function drop(id: string): void {
    const one = sampled.get(id)
    if (one && isOpen(one.source)) one.source.close()
    sampled.delete(id)
  }

  const tracker = trackContainers(engine, feed, {
    onRunning(process) {
      const known = sampled.get(process.id)
      if (known?.process.pid === process.pid) {
        known.process = process
        return
      }
      drop(process.id)
      const opened = engine.isLocal ? openContainer(process, { procDir, mounts, clock }) : null
      sampled.set(process.id, { process, source: opened ?? asking.open(process), before: null })
    },
    onGone: drop,
  })

  function put(readings: ContainerReading[], one: Sampled, now: ContainerUsage | null): void {
    // Without an answer nothing is known of this second, but the counters go on.
    if (!now) return
    readings.push(readingOf(one.process, one.before, now))
    one.before = now
  }

  async function putAnswers(readings: ContainerReading[], asked: readonly Sampled[]): Promise<void> {
    const answers = Promise.all(asked.map(async ({ source }) => (isOpen(source) ? undefined : source.ask())))
    await withPatience(answers, patienceMs)
    for (const one of asked) {
      const isCurrent = sampled.get(one.process.id) === one
      if (isCurrent && !isOpen(one.source)) put(readings, one, one.source.take())
    }
  }

  return {
    get way() {
      const versions = [...sampled.values()].map(({ source }) => (isOpen(source) ? source.version : null))
      return describeWay({ address: engine.address, isLocal: engine.isLocal, mounts, versions })
    },
    async sample() {
      tracker.retry()
      const readings: ContainerReading[] = []
      const asked: Sampled[] = []
      for (const one of sampled.values()) {
        if (isOpen(one.source)) put(readings, one, one.source.read())
        else asked.push(one)
      }
      if (asked.length > 0) await putAnswers(readings, asked)
      return readings
    },
    dispose() {
      tracker.dispose()
      abort.abort()
      for (const id of [...sampled.keys()]) drop(id)
      return Promise.resolve()
    },
  }
}

function isOpen(source: OpenContainer | AskedContainer): source is OpenContainer {
  return 'read' in source
}

async function withPatience(work: Promise<unknown>, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, patienceMs)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
