import { dirname } from 'node:path'
import { hookMomentSchema } from '../../../shared/plan.ts'
import type { ServiceSettings } from '../model.ts'
import type { Hook, Script, ServiceScripts } from '../scripts/model.ts'
import type { ApplyContext } from './apply-context.ts'
import { parseDurationMs } from './duration.ts'
import type { FilePath } from './places.ts'
import type { HooksEntry, ScriptsEntry } from './schema-scripts.ts'

const defaultHookMs = 60_000

/** Lays `scripts` of a stack over settings that are known already. */
export function mergeScripts(
  context: ApplyContext,
  stack: string,
  settings: ReadonlyMap<string, ServiceSettings>,
  scripts: Readonly<Record<string, ScriptsEntry>> | null | undefined,
): ReadonlyMap<string, ServiceSettings> {
  const merged = new Map(settings)
  for (const [service, entry] of Object.entries(scripts ?? {})) {
    const path = ['stacks', stack, 'scripts', service]
    merged.set(service, { ...merged.get(service), scripts: readScripts(context, entry, path) })
  }
  return merged
}

/** Hooks in the order in which they are written. */
export function readHooks(
  context: ApplyContext,
  entry: HooksEntry | undefined,
  path: FilePath,
): readonly Hook[] {
  return hookMomentSchema.options.flatMap((when) =>
    (entry?.[when] ?? []).map((hook, index): Hook => ({
      when,
      name: hook.name ?? null,
      script: find(context, hook.run, [...path, when, index, 'run']),
      timeoutMs: hook.timeout === undefined ? defaultHookMs : parseDurationMs(hook.timeout),
      onFailure: hook.on_failure ?? (when.startsWith('before_') ? 'abort' : 'continue'),
    })),
  )
}

function readScripts(context: ApplyContext, entry: ScriptsEntry, path: FilePath): ServiceScripts {
  const read = (key: 'start' | 'stop') => {
    const written = entry[key]
    if (written === undefined) return null
    return written === false ? false : find(context, written, [...path, key])
  }
  return {
    start: read('start'),
    stop: read('stop'),
    timeoutMs: entry.timeout === undefined ? null : parseDurationMs(entry.timeout),
    description: entry.description ?? null,
  }
}

function find({ file, options }: ApplyContext, written: string | readonly string[], path: FilePath): Script {
  return options.findProgram({ written, from: [dirname(file.path)], place: file.places.value(path) })
}
