import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import type { EngineStorage, SizeKind, StoredSizes } from '../engine/storage-model.ts'
import { replaceFile } from '../store/replace-file.ts'
import { keptSizesSchema } from './kept-sizes.ts'

/** Sizes of one kind, and when they were measured. */
export interface Measured<Kind extends SizeKind> {
  readonly value: StoredSizes[Kind]
  readonly measuredAtMs: number
}

export type Measurements = { readonly [Kind in SizeKind]: Measured<Kind> | null }

export interface Measurer {
  /**
   * The sizes of these kinds, of now where the engine tells them within `waitMs`, else of the last time. What takes longer
   * goes on, so that the next call has it. `fresh`: also what was measured a moment ago is measured again.
   */
  measure(
    kinds: readonly SizeKind[],
    options: { readonly waitMs: number; readonly fresh: boolean },
  ): Promise<Measurements>
  dispose(): void
}

export interface MeasurerOptions {
  readonly engine: Pick<EngineStorage, 'measure'>
  /** Tells engines apart in what is kept. */
  readonly address: string
  readonly cacheDir: string
  readonly now?: () => number
}

/** So long a measurement is taken for that of now. */
const freshMs = 15_000

/** Measuring makes the engine walk through everything that it has: never twice at once, and never waited for without limit. */
export function createMeasurer({ engine, address, cacheDir, now = Date.now }: MeasurerOptions): Measurer {
  const file = join(cacheDir, 'storage.json')
  const abort = new AbortController()
  const ongoing = new Map<SizeKind, Promise<void>>()
  let known: { -readonly [Kind in SizeKind]: Measured<Kind> | null } | null = null

  function knownSizes() {
    return (known ??= readKept(file, address))
  }

  async function measureKind(kind: SizeKind): Promise<void> {
    const value = await engine.measure(kind, abort.signal)
    Object.assign(knownSizes(), { [kind]: { value, measuredAtMs: now() } })
    keep(file, address, knownSizes())
  }

  function begin(kind: SizeKind): Promise<void> {
    const running = ongoing.get(kind)
    if (running) return running
    const begun = measureKind(kind).finally(() => ongoing.delete(kind))
    // Whoever waits hears of it; nobody may wait any more.
    begun.catch(() => undefined)
    ongoing.set(kind, begun)
    return begun
  }

  return {
    async measure(kinds, { waitMs, fresh }) {
      const due = kinds.filter((kind) => {
        const last = knownSizes()[kind]
        return fresh || !last || now() - last.measuredAtMs > freshMs
      })
      const limit = new AbortController()
      const patience = sleep(waitMs, undefined, { signal: limit.signal }).catch(() => undefined)
      try {
        await Promise.race([Promise.all(due.map(begin)), patience])
      } finally {
        limit.abort()
      }
      return { ...knownSizes() }
    },
    dispose: () => abort.abort(new Error('Switchyard ends')),
  }
}

const nothing = { images: null, containers: null, volumes: null, 'build-cache': null }

/** What cannot be read is measured anew. */
function readKept(file: string, address: string): { -readonly [Kind in SizeKind]: Measured<Kind> | null } {
  try {
    const kept = keptSizesSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return kept.address === address ? kept.sizes : { ...nothing }
  } catch {
    return { ...nothing }
  }
}

function keep(file: string, address: string, sizes: Measurements): void {
  try {
    replaceFile(file, JSON.stringify({ address, sizes }))
  } catch {
    // A full disk is no reason not to say what fills it.
  }
}
