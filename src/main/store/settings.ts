import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type Settings, type SettingsChange, settingsSchema } from '../../shared/app.ts'
import { type Problem, SwitchyardError } from '../../shared/errors.ts'
import { replaceFile } from './replace-file.ts'

/**
 * The operator's choices in `settings.json` of the configuration folder. A file that cannot be read as such stays as it is
 * until the next change, which keeps it under another name; until then the defaults hold. `problems` tells of it, and the
 * doctor shows that.
 */
export interface SettingsStore {
  /** What holds now. Throws STATE_UNUSABLE when the file is there but may not be read. */
  get(): Settings
  /** Changes what is given, keeps the rest with keys that are not ours, and returns the whole. Throws STATE_UNUSABLE. */
  update(change: SettingsChange): Settings
  /** What is wrong with the file, and broken ones that were kept. */
  problems(): readonly Problem[]
}

export function openSettings(configDir: string): SettingsStore {
  const file = join(configDir, 'settings.json')
  // They are asked for several times a second, and change once a month.
  let last: {
    readonly version: string | null
    readonly text: string | null
    readonly read: ReadSettings
  } | null = null
  const readFile = (version: string | null): ReadSettings => {
    const text = readText(file)
    last = { version, text, read: last?.text === text ? last.read : interpretText(file, text) }
    return last.read
  }
  const read = (): ReadSettings => {
    const version = versionOf(file)
    return version !== null && last?.version === version ? last.read : readFile(version)
  }
  return {
    get: () => read().settings,
    update(change) {
      const { stored, isBroken } = readFile(versionOf(file))
      const given = Object.entries(change).filter(([, value]) => value !== undefined)
      const next = { ...stored, ...Object.fromEntries(given) }
      try {
        if (isBroken) renameSync(file, `${file}.broken-${Date.now()}`)
        replaceFile(file, `${JSON.stringify(next, null, 2)}\n`)
      } catch (cause) {
        throw unusable(file, 'written', cause)
      }
      return interpret(next).settings
    },
    problems: () => [...read().problems, ...findKept(file)],
  }
}

interface ReadSettings {
  readonly settings: Settings
  /** As it stands in the file, with what we do not know. */
  readonly stored: Readonly<Record<string, unknown>>
  readonly isBroken: boolean
  readonly problems: readonly Problem[]
}

function interpretText(file: string, text: string | null): ReadSettings {
  const stored = text === null ? {} : parseObject(text)
  if (stored === null) {
    const problem = {
      code: 'STATE_UNUSABLE',
      message: 'The settings cannot be read, so the defaults hold.',
      place: { file },
      hint: 'Correct the file, or change a setting: the broken file is then kept under another name.',
    }
    return { settings: settingsSchema.parse({}), stored: {}, isBroken: true, problems: [problem] }
  }
  const { settings, wrong } = interpret(stored)
  const problems = wrong.map(({ key, reason }) => ({
    code: 'STATE_UNUSABLE',
    message: `The setting ${key} is not usable, so its default holds: ${reason}.`,
    place: { file },
    hint: 'Correct it in the file, or choose anew in the settings.',
  }))
  return { settings, stored, isBroken: false, problems }
}

/** Each value that is not usable gives way to its default, alone. */
function interpret(stored: Readonly<Record<string, unknown>>): {
  readonly settings: Settings
  readonly wrong: readonly { readonly key: string; readonly reason: string }[]
} {
  const wrong = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const error = schema.safeParse(stored[key]).error
    return error ? [{ key, reason: error.issues[0]?.message ?? 'not valid' }] : []
  })
  const unusable = new Set(wrong.map(({ key }) => key))
  const usable = Object.entries(stored).filter(([key]) => !unusable.has(key))
  return { settings: settingsSchema.parse(Object.fromEntries(usable)), wrong }
}

/** Null when it is not a JSON object. */
function parseObject(text: string): Record<string, unknown> | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Another one whenever the file was written or replaced; null when it may not be looked at. */
function versionOf(file: string): string | null {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false })
    return found ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : 'none'
  } catch {
    return null
  }
}

/** Null when there is no such file. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw unusable(file, 'read', cause)
  }
}

function findKept(file: string): Problem[] {
  const prefix = `${basename(file)}.broken-`
  return listNames(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => ({
      code: 'STATE_UNUSABLE',
      message: 'Settings that could not be read were kept here when new ones were written.',
      place: { file: join(dirname(file), name) },
      hint: 'Take over what you miss, then delete the file.',
    }))
}

function listNames(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

function unusable(file: string, verb: 'read' | 'written', cause: unknown): SwitchyardError {
  return new SwitchyardError('STATE_UNUSABLE', `The settings in ${file} cannot be ${verb}.`, {
    hint: 'Make the file and its folder readable and writable for you.',
    cause,
  })
}
