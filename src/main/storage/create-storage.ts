import { join } from 'node:path'
import type { CleanItem, CleanKind, VolumeWorkEvent } from '../../shared/storage.ts'
import { sumBytes } from '../../shared/storage-words.ts'
import type { EngineStorage, SizeKind } from '../engine/storage-model.ts'
import { listBackups } from './backup-files.ts'
import { removeItems } from './clean.ts'
import { findUnused } from './find-unused.ts'
import { listVolumes } from './list-volumes.ts'
import { readLogSizes } from './log-sizes.ts'
import { createMeasurer, type Measurements } from './measure.ts'
import type { Storage } from './model.ts'
import { summarizeKinds, summarizeStacks } from './summarize.ts'
import { needConfirmation, needVolume, refuseAlwaysOn, refuseHeld } from './volume-rules.ts'
import { performBackup, performRestore, type VolumeWork } from './volume-work.ts'
import type { Wanted } from './wanted.ts'

export interface StorageOptions {
  readonly engine: EngineStorage
  readonly address: string
  /** Whether the engine's files are this machine's. */
  readonly isLocal: boolean
  readonly stateDir: string
  readonly cacheDir: string
}

/** How long a clean-up waits to be able to say what it has freed. */
const cleanPatienceMs = 20_000
const allSizes: readonly SizeKind[] = ['images', 'containers', 'volumes', 'build-cache']

export function createStorage({ engine, address, isLocal, stateDir, cacheDir }: StorageOptions): Storage {
  const measurer = createMeasurer({ engine, address, cacheDir })
  const backupsDir = join(stateDir, 'backups')
  const abort = new AbortController()
  const works = new Set<Promise<void>>()

  async function findItems(wanted: Wanted, kinds: readonly CleanKind[], sizes: Measurements) {
    return findUnused(
      {
        things: await engine.list(),
        sharedBytes: sizes.images?.value.sharedBytes ?? null,
        containerBytes: sizes.containers?.value ?? null,
        cache: sizes['build-cache']?.value ?? [],
        wanted,
        nowMs: Date.now(),
      },
      kinds,
    )
  }

  /** Whatever ends this process waits for the work, and for what it gives back at its end. */
  function perform(
    begin: (work: VolumeWork) => Promise<void>,
    report: (event: VolumeWorkEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const either = AbortSignal.any([signal, abort.signal])
    const work = begin({ engine, measurer, backupsDir, report, signal: either }).catch((error: unknown) => {
      if (!either.aborted) throw error
      report({ type: 'cancelled' })
    })
    const done = work.catch(() => undefined).finally(() => works.delete(done))
    works.add(done)
    return work
  }

  return {
    async read(model, wanted, options) {
      const [things, sizes] = await Promise.all([engine.list(), measurer.measure(allSizes, options)])
      const logs = await readLogSizes(engine, things.containers, isLocal)
      const facts = { things, sizes, logs }
      const { items: unused } = await findItems(wanted, ['containers', 'images', 'build-cache'], sizes)
      return {
        engine: address,
        kinds: [...summarizeKinds(facts, unused)],
        stacks: [...summarizeStacks(facts, model)],
        volumes: [...listVolumes(things, model, wanted, sizes.volumes?.value ?? null)],
        warnings: [...warningsOf(wanted)],
      }
    },
    async unused(wanted, kinds) {
      const sizes = await measurer.measure(sizesOf(kinds), { waitMs: cleanPatienceMs, fresh: true })
      const { items, kept } = await findItems(wanted, kinds, sizes)
      return { items: [...items], kept: [...kept], warnings: [...warningsOf(wanted)] }
    },
    async clean(wanted, items) {
      const kinds = [...new Set(items.map(({ kind }) => kind))]
      const options = { waitMs: cleanPatienceMs, fresh: true }
      const startedAtMs = Date.now()
      const before = await measurer.measure(sizesOf(kinds), options)
      const { items: unused, kept } = await findItems(wanted, kinds, before)
      const isSame = (one: Pick<CleanItem, 'kind' | 'id'>) => (other: Pick<CleanItem, 'kind' | 'id'>) =>
        one.kind === other.kind && one.id === other.id
      const going = [
        ...unused.filter((item) => items.some(isSame(item))),
        ...kept.filter((item) => items.some((asked) => asked.isKept && isSame(item)(asked))),
      ]
      const result = await removeItems(engine, going)
      const needed = items
        .filter((asked) => !going.some(isSame(asked)))
        .map(({ kind, id }) => ({
          kind,
          id,
          name: id,
          bytes: null,
          createdAt: null,
          why: '',
          reason: noLonger,
        }))
      const afterMs = Date.now()
      const after = await measurer.measure(sizesOf(kinds), options)
      return {
        removed: [...result.removed],
        stayed: [...result.stayed, ...needed],
        beforeBytes: totalBytes(before, kinds, startedAtMs),
        afterBytes: totalBytes(after, kinds, afterMs),
      }
    },
    async volumes(model, wanted, { waitMs }) {
      const [things, { volumes }] = await Promise.all([
        engine.list(),
        measurer.measure(['volumes'], { waitMs, fresh: false }),
      ])
      return listVolumes(things, model, wanted, volumes?.value ?? null)
    },
    async removeVolume(wanted, { volume, confirm, includeAlwaysOn }) {
      await needVolume(engine, volume)
      await refuseHeld(engine, volume)
      refuseAlwaysOn(wanted, volume, includeAlwaysOn)
      needConfirmation(volume, confirm, 'Removing')
      await engine.removeVolume(volume)
    },
    async backups() {
      return { dir: backupsDir, files: [...(await listBackups(backupsDir))] }
    },
    backup: (model, request, report, signal) =>
      perform((work) => performBackup(work, model, request), report, signal),
    restore: (wanted, request, report, signal) =>
      perform((work) => performRestore(work, wanted, request), report, signal),
    async dispose() {
      abort.abort(new Error('Switchyard ends'))
      measurer.dispose()
      await Promise.all(works)
    },
  }
}

const noLonger = 'It is not there any more, or something needs it now.'

function sizesOf(kinds: readonly CleanKind[]): readonly SizeKind[] {
  return kinds.filter((kind) => kind !== 'networks')
}

/** Null when one of the kinds was not measured since then. */
function totalBytes(sizes: Measurements, kinds: readonly CleanKind[], sinceMs: number): number | null {
  const all = sizesOf(kinds).map((kind) => {
    const measured = sizes[kind]
    if (!measured || measured.measuredAtMs < sinceMs) return null
    if (kind === 'images') return sizes.images?.value.layersBytes ?? null
    if (kind === 'containers') return sumBytes(Object.values(sizes.containers?.value ?? {})) ?? 0
    const own = sizes['build-cache']?.value.filter(({ isShared }) => !isShared) ?? []
    return sumBytes(own.map(({ bytes }) => bytes)) ?? 0
  })
  return all.includes(null) ? null : (sumBytes(all) ?? 0)
}

function warningsOf({ unreadable }: Wanted): readonly string[] {
  return unreadable.map(
    (reason) =>
      `${reason} What it needs is not known, so that images and networks with a name, and containers of Compose, are left alone. Mend it, or take it from the list of labs.`,
  )
}
