import type { GuardName } from '../../../../shared/host.ts'
import { guardNames, type LogLine } from './model.ts'
import { run } from './units.ts'

/** Enough for a month of earlyoom's hourly reports. */
const mostLines = 1000

/** What the guards have written to the journal. Needs no privilege; who may not read it reads nothing. */
export async function readJournal(guards: readonly GuardName[]): Promise<ReadonlyMap<GuardName, LogLine[]>> {
  if (guards.length === 0) return new Map()
  const units = guards.flatMap((guard) => ['-u', `${guard}.service`])
  const fields = '--output-fields=MESSAGE,_SYSTEMD_UNIT'
  return parseJournal(
    await run('journalctl', [
      '--quiet',
      '--no-pager',
      '-o',
      'json',
      fields,
      '-n',
      String(mostLines),
      ...units,
    ]),
  )
}

/** `journalctl -o json`: one object a line; a text that is not UTF-8 comes as numbers. */
export function parseJournal(text: string): ReadonlyMap<GuardName, LogLine[]> {
  const lines = new Map<GuardName, LogLine[]>()
  for (const line of text.split('\n')) {
    const entry = parseEntry(line)
    const guard = guardNames.find((name) => entry?._SYSTEMD_UNIT === `${name}.service`)
    const message = entry?.MESSAGE
    if (!guard || message === undefined || message === null) continue
    const words = typeof message === 'string' ? message : Buffer.from(message).toString('utf8')
    const micros = Number(entry?.__REALTIME_TIMESTAMP)
    const own = lines.get(guard) ?? []
    own.push({ atMs: Number.isFinite(micros) ? micros / 1000 : null, text: words })
    lines.set(guard, own)
  }
  return lines
}

interface Entry {
  readonly MESSAGE?: string | readonly number[] | null
  readonly _SYSTEMD_UNIT?: string
  readonly __REALTIME_TIMESTAMP?: string
}

function parseEntry(line: string): Entry | null {
  try {
    return line === '' ? null : (JSON.parse(line) as Entry)
  } catch {
    return null
  }
}
