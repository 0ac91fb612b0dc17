import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../../src/main/cli/exit-codes.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { pageCommands } from '../../engine/support/walk/page-commands.ts'
import { runCli } from '../cli/support/run-cli.ts'

const dir = join(import.meta.dirname, '../../../docs/coming-from')
const pages = readdirSync(dir).map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }))

describe.each(pages)('$name', ({ text }) => {
  it('names commands, options and choices that there are', async () => {
    const lines = pageCommands(text)
    expect(lines.length).toBeGreaterThan(5)
    const error = new SwitchyardError('ENGINE_UNREACHABLE', 'There is no engine here.')
    const refused: string[] = []
    for (const line of lines) {
      const { exitCode, stderr } = await runCli(line, { core: { error, names: { api: ['app/api'] } } })
      if (exitCode === exitCodes.usage) refused.push(`${line.join(' ')}: ${stderr}`)
    }
    expect(refused).toEqual([])
  })

  it('has a row for each command, and each row says what does it now', () => {
    const rows = text.split('\n').filter((line) => /^\|(?! ?-)/.test(line))
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows)
      expect(row.split(/(?<!\\)\|/).map((cell) => cell.trim() !== '')).toEqual([false, true, true, false])
  })
})
