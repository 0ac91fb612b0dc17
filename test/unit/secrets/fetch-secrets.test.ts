import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parseSwitchyardFile } from '../../../src/main/lab/switchyard-file/parse.ts'
import { readDeclaredSecrets } from '../../../src/main/lab/switchyard-file/read-secrets.ts'
import { fetchSecrets } from '../../../src/main/secrets/fetch-secrets.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'switchyard-secrets-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
})

/** Runs a shell script as the provider of `.env.x`. */
async function fetchBy(script: string, more = '', variables: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(dir, 'export.sh'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(dir, 'export.sh'), 0o755)
  const yaml = `secrets: [{ provider: command, write: .env.x, run: ./export.sh${more} }]`
  const [declared] = readDeclaredSecrets(parseSwitchyardFile(yaml, join(dir, 'switchyard.yaml')))
  if (!declared) throw new Error('nothing is declared')
  return fetchSecrets(declared, { labDir: dir, variables: { PATH: process.env['PATH'], ...variables } })
}

const file = () => join(dir, '.env.x')
const text = () => readFileSync(file(), 'utf8')
const head = '# Written by Switchyard from command. What is changed here is lost.\n'

describe('fetching secrets', () => {
  it('writes a whole file that only its owner reads, and tells names', async () => {
    expect(await fetchBy('echo A=1; echo "B=two words"')).toEqual({
      provider: 'command',
      stack: null,
      file: file(),
      outcome: 'written',
      fault: null,
      variables: 2,
      added: ['A', 'B'],
      removed: [],
      changed: [],
      keptCopy: null,
      elapsedMs: expect.any(Number) as number,
      output: [],
      onFailure: 'fallback',
    })
    expect([text(), (lstatSync(file()).mode & 0o777).toString(8)]).toEqual([
      `${head}A=1\nB=two words\n`,
      '600',
    ])
    const again = await fetchBy('echo A=2; echo C=3')
    expect(again).toMatchObject({ outcome: 'written', added: ['C'], removed: ['B'], changed: ['A'] })
    expect(await fetchBy('echo A=2; echo C=3')).toMatchObject({ outcome: 'unchanged', changed: [] })
    expect(readdirSync(dir).sort()).toEqual(['.env.x', 'export.sh'])
  })

  it('leaves the last good file as it was when the provider fails, and hides every value in what it said', async () => {
    await fetchBy('echo TOKEN=old-value-1')
    const failed = await fetchBy(
      [
        'echo TOKEN=new-value-2',
        'printf "new-\\033[1mvalue\\033[0m-2 and old-value-1 and $MY_TOKEN\\n" >&2',
        'echo "new-value-2 is not accepted" >&2',
        'exit 3',
      ].join('\n'),
      '',
      { MY_TOKEN: 'operator-token' },
    )
    expect(failed).toMatchObject({ outcome: 'failed', fault: 'exited with code 3', variables: 0 })
    expect(failed.output.at(-1)).toBe('•••••• is not accepted')
    expect(JSON.stringify(failed)).not.toMatch(/old-value|new-value|operator-token/)
    expect(text()).toBe(`${head}TOKEN=old-value-1\n`)
  })

  it('ends a provider that hangs, with all that it started', async () => {
    const script = `(trap '' TERM; sleep 1000) & echo $! > ${dir}/pid; sleep 1000`
    const failed = await fetchBy(script, ', timeout: 300ms, on_failure: abort')
    expect(failed).toMatchObject({
      outcome: 'failed',
      fault: 'did not end within 0.3s and was ended',
      onFailure: 'abort',
    })
    const pid = Number(readFileSync(join(dir, 'pid'), 'utf8'))
    await expect.poll(() => isAlive(pid)).toBe(false)
    expect(existsSync(file())).toBe(false)
  })

  it('says when the program is not there, and when what it prints is garbage', async () => {
    expect(await fetchBy('echo "<html>bad gateway</html>"')).toMatchObject({ fault: 'printed a web page' })
    expect(await fetchBy('exit 0')).toMatchObject({ fault: 'printed nothing' })
    const [declared] = readDeclaredSecrets(
      parseSwitchyardFile(
        'secrets: [{ provider: sops, write: .env.x, file: a }]',
        join(dir, 'switchyard.yaml'),
      ),
    )
    const result = declared && (await fetchSecrets(declared, { labDir: dir, variables: { PATH: dir } }))
    expect(result?.fault).toBe('could not be run: the program, its interpreter or the folder does not exist')
    expect(existsSync(file())).toBe(false)
  })

  it('follows no link, and keeps what something else has written', async () => {
    writeFileSync(join(dir, 'other'), 'A=1\n')
    symlinkSync(join(dir, 'other'), file())
    expect(await fetchBy('echo B=2')).toMatchObject({ fault: 'was to write a link, which is not followed' })
    expect(readFileSync(join(dir, 'other'), 'utf8')).toBe('A=1\n')
    rmSync(file())
    writeFileSync(file(), 'MINE=1\n')
    expect(await fetchBy('echo B=2')).toMatchObject({ outcome: 'written', keptCopy: `${file()}.before` })
    expect([readFileSync(`${file()}.before`, 'utf8'), text()]).toEqual(['MINE=1\n', `${head}B=2\n`])
  })
})

/** One that is dead and not yet collected by its parent does not count. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
