import { spawn } from 'node:child_process'
import { json } from 'node:stream/consumers'

/** The account that owns nothing; only root can become it. */
export const nobody = 65534
export const isRoot = process.getuid?.() === 0

/**
 * Calls what a module exports in a process of another user, without any group of this one's; the value that it resolves to. The module is
 * read before, since that user may not reach this folder.
 */
export async function callAsOtherUser(
  module: string,
  name: string,
  ...given: readonly unknown[]
): Promise<unknown> {
  const code = `const module = await import(process.argv[1])
    process.setgroups([])
    process.setgid(${nobody})
    process.setuid(${nobody})
    console.log(JSON.stringify(await module[process.argv[2]](...JSON.parse(process.argv[3]))))`
  const args = ['--input-type=module', '--eval', code, module, name, JSON.stringify(given)]
  const child = spawn(process.execPath, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  return json(child.stdout)
}
