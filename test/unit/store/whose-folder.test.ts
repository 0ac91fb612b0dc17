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
    mkdirSync(join(dir, 'mine'))
    chownSync(join(dir, 'mine'), nobody, nobody)
    const ask = (path: string) => callAsOtherUser(module, 'hintForOwner', path)
    expect([await ask(join(dir, 'state')), await ask(join(dir, 'mine/state'))]).toEqual([
      `${dir} belongs to root, as after a start with sudo. If it is yours: \`sudo chown -R nobody ${dir}\`. Else set HOME, or XDG_STATE_HOME, to a folder of your own.`,
      null,
    ])
    expect(hintForOwner(join(dir, 'state'))).toBe(null)
  },
)
