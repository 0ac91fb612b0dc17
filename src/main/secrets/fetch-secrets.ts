import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { hiddenCharacters } from '../../shared/format.ts'
import type { SecretFetch } from '../../shared/secrets.ts'
import { evaluateEntries, parseEnvFile } from '../compose/env-file.ts'
import { createMask, isSecretName, type Mask } from '../detail/secrets.ts'
import { parseDurationMs } from '../lab/switchyard-file/duration.ts'
import type { DeclaredSecrets } from '../lab/switchyard-file/read-secrets.ts'
import { faultOfEnd } from '../script/begin-program.ts'
import { captureProgram } from '../script/capture-program.ts'
import { checkOutput, findValues, largestOutputBytes } from './check-output.ts'
import { buildCall } from './providers/build-call.ts'
import { writtenMark } from './render-env-file.ts'
import { readSecretFile, writeSecretFile } from './write-secret-file.ts'

export interface FetchOptions {
  readonly labDir: string
  /** The environment of the operator, in which tokens are. */
  readonly variables: NodeJS.ProcessEnv
  readonly signal?: AbortSignal
}

const defaultTimeoutMs = 30_000
const shownLines = 20
const longestLine = 300
const searchedCharacters = 10_000
/** Beside an output larger than this nothing is quoted: it holds too many values to look for. */
const largestSearchedBytes = 256 * 1024

/** How a declared provider is asked, and for how long. */
export function callOf({ entry }: DeclaredSecrets, labDir: string) {
  const timeoutMs = entry.timeout === undefined ? defaultTimeoutMs : parseDurationMs(entry.timeout)
  return { ...buildCall(entry, (path) => resolve(labDir, path)), timeoutMs, dir: labDir }
}

/**
 * Asks a provider, judges what it prints and writes its file. When anything is wrong, the file stays as it was. No value
 * leaves this function but into that file. Never rejects.
 */
export async function fetchSecrets(declared: DeclaredSecrets, options: FetchOptions): Promise<SecretFetch> {
  const { entry, stack, file } = declared
  const { labDir, variables, signal } = options
  const beganAtMs = performance.now()
  const { command, format, timeoutMs, dir } = callOf(declared, labDir)
  const before = readSecretFile(file)
  const { end, stdout, stderr } = await captureProgram({
    command,
    dir,
    variables,
    timeoutMs,
    limitBytes: largestOutputBytes,
    ...(signal ? { signal } : {}),
  })
  const result = (more: Partial<SecretFetch> & Pick<SecretFetch, 'outcome'>): SecretFetch => ({
    provider: entry.provider,
    stack,
    file,
    fault: null,
    variables: 0,
    added: [],
    removed: [],
    changed: [],
    keptCopy: null,
    elapsedMs: Math.round(performance.now() - beganAtMs),
    output: [],
    onFailure: entry.on_failure ?? 'fallback',
    ...more,
  })
  const failed = (fault: string) =>
    result({
      outcome: 'failed',
      fault,
      output:
        stdout.length > largestSearchedBytes ? [] : showLines(stderr, maskOf(before, stdout, variables)),
    })

  const fault = faultOfEnd(end, timeoutMs)
  if (fault !== null) return failed(fault)
  const checked = checkOutput(stdout, format)
  if ('fault' in checked) return failed(checked.fault)
  const text = `${writtenMark}${entry.provider}. What is changed here is lost.\n${checked.text.replace(/^\uFEFF/, '')}`
  const written = writeSecretFile(labDir, file, text)
  if ('fault' in written) return failed(written.fault)
  return result({
    outcome: written.changed ? 'written' : 'unchanged',
    variables: checked.values.size,
    ...compareNames(before, checked.values),
    keptCopy: written.keptCopy,
  })
}

function compareNames(before: string | null, values: ReadonlyMap<string, string>) {
  const old = evaluateEntries(parseEnvFile({ file: '', text: before ?? '' }))
  return {
    added: [...values.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !values.has(name)),
    changed: [...values].flatMap(([name, value]) => (old.has(name) && old.get(name) !== value ? [name] : [])),
  }
}

/** Hides every value of the file as it was and of what came, also in an output that is no good, and the operator's tokens. */
function maskOf(before: string | null, stdout: Uint8Array, variables: NodeJS.ProcessEnv): Mask {
  const old = parseEnvFile({ file: '', text: before ?? '' })
  const tokens = Object.entries(variables).flatMap(([name, value]) =>
    value && isSecretName(name) ? [value] : [],
  )
  return createMask([
    ...old.map(({ value }) => value),
    ...evaluateEntries(old).values(),
    ...findValues(stdout),
    ...tokens,
  ])
}

/** The end of an error output: hidden characters go first, so that none of them splits a value in two. */
function showLines(bytes: Uint8Array, mask: Mask): string[] {
  // A line that is cut could hold half of a value, which no mask knows.
  const whole = Buffer.from(bytes).toString('utf8').split('\n')
  const lines = bytes.length > largestOutputBytes ? whole.slice(0, -1) : whole
  const clean = lines
    .map((line) => stripVTControlCharacters(line).replace(hiddenCharacters, '').trimEnd())
    .filter((line) => line !== '')
  const last = clean
    .slice(-shownLines)
    .map((line) => (line.length > searchedCharacters ? '(a very long line)' : line))
  return mask(last.join('\n'))
    .split('\n')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
}
