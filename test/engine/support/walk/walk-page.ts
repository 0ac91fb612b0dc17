import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { readContainers } from '../containers.ts'
import type { LabFixture } from '../lab-fixture.ts'
import { pageCommands } from './page-commands.ts'
import type { PageWalk, Row, Walk } from './page-walk.ts'
import type { Turns } from './take-turns.ts'
import { callDoor, interruptDoor, type Place, type Said } from './terminal-door.ts'

/** One that hangs is named, and holds nobody up for longer. */
const rowLimitMs = 120_000

interface Command {
  /** As the rows of a walk are called. */
  readonly name: string
  readonly words: readonly string[]
}

/** The text of a page, and its commands in its order. */
export async function readPage(name: string): Promise<{ text: string; commands: readonly Command[] }> {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/coming-from', name), 'utf8')
  const counts = new Map<string, number>()
  const commands = pageCommands(text).map((words) => {
    const line = words.join(' ')
    const count = (counts.get(line) ?? 0) + 1
    counts.set(line, count)
    return { words, name: count === 1 ? line : `${line} (${count})` }
  })
  return { text, commands }
}

export function createWalk(
  lab: LabFixture,
  { binDir, variables }: { readonly binDir: string; readonly variables: Readonly<Record<string, string>> },
  { projects }: PageWalk,
): Walk {
  const containers = (...names: readonly string[]) => readContainers(lab, names.length > 0 ? names : projects)
  return {
    lab,
    dir: lab.dir,
    variables: { ...lab.variables, ...variables, PATH: `${binDir}:${lab.variables['PATH'] ?? ''}` },
    binDir,
    calls: async () => {
      const text = await readFile(join(binDir, 'calls'), 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    containers,
    running: async (...names) =>
      Object.entries(await containers(...names)).flatMap(([service, { state }]) =>
        state === 'running' ? [service] : [],
      ),
    notes: {},
  }
}

/** Walks every command of a page in its order; how long each took, in milliseconds. Throws at the first that is not as told. */
export async function walkPage(
  page: PageWalk,
  walk: Walk,
  turns: Turns,
): Promise<readonly { readonly name: string; readonly ms: number }[]> {
  const { commands } = await readPage(page.page)
  const took: { name: string; ms: number }[] = []
  await turns.together(async () => page.prepare?.(walk))
  for (const command of commands) {
    if (page.notWalked?.[command.name] !== undefined) continue
    const beganAtMs = performance.now()
    const row = page.rows[command.name] ?? {}
    const work = () => within(rowLimitMs, command.name, walkRow(command, row, walk))
    await (row.alone ? turns.alone(work) : turns.together(work))
    took.push({ name: command.name, ms: performance.now() - beganAtMs })
  }
  return took
}

async function within(limitMs: number, name: string, work: Promise<void>): Promise<void> {
  const end = new AbortController()
  const late = sleep(limitMs, undefined, { signal: end.signal }).then(() => {
    throw new Error(`\`switchyard ${name}\` has not ended after ${limitMs / 1000} s.`)
  })
  try {
    await Promise.race([work, late])
  } finally {
    end.abort()
  }
}

async function walkRow({ name, words }: Command, row: Row, walk: Walk): Promise<void> {
  for (const line of row.before ?? []) {
    const { exitCode, stdout, stderr } = await callDoor(walk, line.split(' '), { answer: 'y' })
    expect(exitCode, `before ${name}: ${line}\n${stdout}${stderr}`).toBe(0)
  }
  await row.prepare?.(walk)
  const dir = (await row.elsewhere?.(walk)) ?? walk.dir
  const said = await say(
    { dir, variables: walk.variables },
    words.map((word) => row.words?.[word] ?? word),
    row,
  )
  const all = `${name}\n${said.stdout}${said.stderr}`
  expect(said.exitCode, all).toBe(row.exitCode ?? (row.until ? 130 : 0))
  for (const pattern of row.says ?? []) expect(all).toMatch(pattern)
  try {
    await row.then?.(walk, said)
  } catch (error) {
    throw new Error(`After \`switchyard ${name}\`, which said:\n${all}`, { cause: error })
  }
}

function say(place: Place, words: readonly string[], row: Row): Promise<Said> {
  const { until, answer, keys } = row
  if (until) return interruptDoor(place, words, (text) => until.test(text))
  return callDoor(place, words, {
    ...(answer === undefined ? {} : { answer }),
    ...(keys === undefined ? {} : { keys }),
  })
}
