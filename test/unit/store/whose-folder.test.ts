import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { hintForOwner } from '../../../src/main/store/whose-folder.ts'
import { callAsOtherUser, isRoot, nobody } from '../support/as-other-user.ts'

const module = join(import.meta.dirname, '../../../src/main/store/whose-folder.ts')

it.skipIf(!isRoot)(
  'a folder of another user is told with how to get it back, also by what lies above it',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'switchyard-owner-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    chmodSync(dir, 0o755)
    for (const name of ['left', 'mine']) mkdirSync(join(dir, name))
    chownSync(join(dir, 'mine'), nobody, nobody)
    const ask = (path: string) => callAsOtherUser(module, 'hintForOwner', join(dir, path))
    expect(await Promise.all(['left', 'not/there', 'mine/state'].map(ask))).toEqual([
      `${dir}/left belongs to root. If it is yours: \`sudo chown -R nobody ${dir}/left\`. Else set HOME, or XDG_STATE_HOME, to a folder of your own.`,
      `${dir} belongs to root. Set HOME, or XDG_STATE_HOME, to a folder of your own.`,
      null,
    ])
    expect(hintForOwner(join(dir, 'state'))).toBe(null)
  },
)
