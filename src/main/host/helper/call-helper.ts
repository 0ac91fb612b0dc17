import { spawn } from 'node:child_process'
import type { HelperWay } from './find-way.ts'
import { helperMissing, refusal } from './refusal.ts'

/** Exit codes that are no refusal. 75: done as far as it is safe; the helper goes on with the rest. */
const pendingCode = 75

/** Runs one verb to its end. Throws SwitchyardError with the helper's own sentence. */
export async function callHelper(
  { way, command }: HelperWay,
  args: readonly string[],
): Promise<{ isPending: boolean }> {
  const [program, ...prefix] = command ?? []
  if (program === undefined) throw helperMissing(way)
  const child = spawn(program, [...prefix, ...args], {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 4096) said += text
  })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (exitCode === 0) return { isPending: false }
  if (exitCode === pendingCode) return { isPending: true }
  throw refusal(said, exitCode)
}
