import { spawn } from 'node:child_process'
import { json } from 'node:stream/consumers'

const nobody = 65534

/** Calls what a module exports in a process of another user, without any group of this one's; the value that it resolves to. */
export async function callAsOtherUser(
  module: string,
  name: string,
  ...given: readonly unknown[]
): Promise<unknown> {
  const code = `const module = await import(process.argv[1])
    console.log(JSON.stringify(await module[process.argv[2]](...JSON.parse(process.argv[3]))))`
  const args = ['--input-type=module', '--eval', code, module, name, JSON.stringify(given)]
  const child = spawn(process.execPath, args, {
    env: { HOME: '/nonexistent' },
    cwd: '/',
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return json(child.stdout)
}
