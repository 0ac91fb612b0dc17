import { dirname } from 'node:path'
import { parseSizeMib } from '../../../shared/size.ts'
import type { GpuSettings, GpuUnload, ServiceSettings } from '../model.ts'
import type { ApplyContext } from './apply-context.ts'
import { parseDurationMs } from './duration.ts'
import type { FilePath } from './places.ts'
import type { GpuEntry } from './schema-gpu.ts'

const defaultAnswerMs = 30_000
const mib = 1024 * 1024

/** Lays `gpu` of a stack over settings that are known already. */
export function mergeGpu(
  context: ApplyContext,
  stack: string,
  settings: ReadonlyMap<string, ServiceSettings>,
  entries: Readonly<Record<string, GpuEntry | null>> | null | undefined,
): ReadonlyMap<string, ServiceSettings> {
  const merged = new Map(settings)
  for (const [service, entry] of Object.entries(entries ?? {})) {
    const path = ['stacks', stack, 'gpu', service, 'unload']
    merged.set(service, { ...merged.get(service), gpu: readGpu(context, entry ?? {}, path) })
  }
  return merged
}

function readGpu(context: ApplyContext, entry: GpuEntry, path: FilePath): GpuSettings {
  return {
    claim: {
      vramBytes: entry.vram === undefined ? null : parseSizeMib(entry.vram) * mib,
      device: entry.device ?? null,
    },
    unload: entry.unload === undefined ? null : readUnload(context, entry.unload, path),
  }
}

function readUnload(
  { file, options }: ApplyContext,
  written: NonNullable<GpuEntry['unload']>,
  path: FilePath,
): GpuUnload {
  if (!('http' in written)) {
    const script = options.findProgram({
      written,
      from: [dirname(file.path)],
      place: file.places.value(path),
    })
    return { kind: 'program', script, timeoutMs: defaultAnswerMs }
  }
  return {
    kind: 'http',
    url: written.http,
    method: written.method ?? 'POST',
    body: written.body ?? null,
    timeoutMs: written.timeout === undefined ? defaultAnswerMs : parseDurationMs(written.timeout),
  }
}
