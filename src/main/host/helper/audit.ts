import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { AuditEntry } from '../../../shared/host.ts'

const entrySchema = z
  .object({
    at: z.iso.datetime({ offset: true }),
    action: z.string(),
    target: z.string().nullish(),
    before: z.string().nullish(),
    after: z.string().nullish(),
    result: z.string(),
    user: z.string().nullish(),
    door: z.string().nullish(),
    run: z.string().nullish(),
    label: z.string().nullish(),
    lease: z.string().nullish(),
    elapsedMs: z.number().nullish(),
    message: z.string().nullish(),
  })
  .transform((entry): AuditEntry => ({
    at: new Date(entry.at).toISOString(),
    action: entry.action,
    target: entry.target ?? '',
    before: entry.before ?? null,
    after: entry.after ?? null,
    result: entry.result,
    user: entry.user ?? '',
    door: entry.door ?? '',
    run: entry.run ?? '',
    label: entry.label ?? '',
    lease: entry.lease ?? null,
    elapsedMs: entry.elapsedMs ?? null,
    message: entry.message ?? null,
  }))

/** A line of the log is about 400 bytes. */
const bytesPerEntry = 1024

/** The end of the audit log, latest first. Lines that are no entry are left out; no file is no entry. */
export async function readAudit(file: string, limit: number): Promise<readonly AuditEntry[]> {
  const text = await readEnd(file, limit * bytesPerEntry)
  return text
    .split('\n')
    .flatMap((line) => {
      const entry = entrySchema.safeParse(parseLine(line))
      return entry.success ? [entry.data] : []
    })
    .slice(-limit)
    .toReversed()
}

async function readEnd(file: string, bytes: number): Promise<string> {
  try {
    await using handle = await open(file)
    const { size } = await handle.stat()
    const length = Math.min(size, bytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
