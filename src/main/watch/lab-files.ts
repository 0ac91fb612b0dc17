import { isDeepStrictEqual } from 'node:util'
import { type Problem, SwitchyardError } from '../../shared/errors.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { createFolderWatch } from './folder-watch.ts'
import { createGatherer } from './gather.ts'
import { concernsLab, findLabInputs, type LabInputs } from './lab-inputs.ts'

export interface LabFilesOptions {
  /** The lab as it was read already. */
  readonly model: LabModel
  readonly load: () => Promise<LabModel>
  /** The lab has changed, or is whole again. */
  readonly onModel: (model: LabModel, problems: readonly Problem[]) => void
  /** The lab cannot be read; the last model stays. */
  readonly onProblems: (problems: readonly Problem[]) => void
}

/** An editor writes several files, or one file in several steps. */
const gatherMs = 200

/** Reads a lab anew when its files change. Returns the end of it. */
export function watchLabFiles(options: LabFilesOptions): () => void {
  const { load, onModel, onProblems } = options
  let model = options.model
  let problems = problemsOf(model)
  let inputs: LabInputs | null = null
  let isClosed = false
  const folders = createFolderWatch((path, hasAppeared) => {
    if (inputs && concernsLab(inputs, path, hasAppeared)) gatherer.add('changed')
  })
  const gatherer = createGatherer<string>(gatherMs, async () => {
    await reload()
    await watchInputs()
  })

  async function reload(): Promise<void> {
    const next = await tryLoad(load)
    if (isClosed) return
    // A stack that Compose refuses since the change is kept as it was, like a lab that cannot be read at all.
    const isWorse = 'services' in next && [...next.broken.keys()].some((stack) => !model.broken.has(stack))
    const found = 'services' in next ? problemsOf(next) : next
    const isOther = !isDeepStrictEqual(found, problems)
    problems = found
    if (!('services' in next) || isWorse) {
      if (isOther) onProblems(problems)
      return
    }
    if (!isOther && isDeepStrictEqual(next, model)) return
    model = next
    onModel(model, problems)
  }

  async function watchInputs(): Promise<void> {
    inputs = await findLabInputs(model)
    // Something may have changed in a folder before it was watched.
    if (!isClosed && folders.watchFolders(inputs.folders)) gatherer.add('watched')
  }

  gatherer.add('opened')
  return () => {
    isClosed = true
    gatherer.close()
    folders.close()
  }
}

/** What Compose refuses of a lab. */
export function problemsOf({ broken }: LabModel): readonly Problem[] {
  return [...new Set([...broken.values()].flatMap((error) => error.problems))]
}

async function tryLoad(load: () => Promise<LabModel>): Promise<LabModel | readonly Problem[]> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof SwitchyardError) return error.problems
    return [{ code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }]
  }
}
