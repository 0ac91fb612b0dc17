import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { replaceFile } from './replace-file.ts'

/** A list of the operator's in a JSON file, as `{ "KEY": [ … ] }`. A file that is something else is never taken for an empty one. */
export interface ListFile<Item> {
  /** Empty when there is no file. Throws what `unusable` makes. */
  read(): readonly Item[]
  /** Throws what `unusable` makes. */
  write(items: readonly Item[]): void
}

export interface ListFileOptions<Item> {
  readonly file: string
  readonly key: string
  readonly item: z.ZodType<Item>
  /** The error for a file that cannot be used. */
  readonly unusable: (verb: 'read' | 'understood' | 'written', cause: unknown) => Error
}

export function openListFile<Item>({ file, key, item, unusable }: ListFileOptions<Item>): ListFile<Item> {
  const schema = z.record(z.string(), z.unknown())
  // It is read every few seconds, and hardly ever changes.
  let last: { readonly text: string; readonly items: readonly Item[] } | null = null
  return {
    read() {
      const text = readText(file, (cause) => unusable('read', cause))
      if (text === null) return []
      if (last?.text === text) return last.items
      const content = schema.safeParse(parseJson(text))
      const list = z.array(item).safeParse(content.data?.[key])
      if (!list.success) throw unusable('understood', list.error)
      last = { text, items: list.data }
      return list.data
    },
    write(items) {
      try {
        replaceFile(file, `${JSON.stringify({ [key]: items }, null, 2)}\n`)
      } catch (cause) {
        throw unusable('written', cause)
      }
    },
  }
}

/** Null when there is no such file. */
function readText(file: string, unreadable: (cause: unknown) => Error): string | null {
  // Most labs have none, and an error takes twenty times as long as this.
  if (!existsSync(file)) return null
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw unreadable(cause)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
