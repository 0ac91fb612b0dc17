import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createHostControl } from '../../../../src/main/host/control.ts'
import type { HostControl } from '../../../../src/main/host/control-model.ts'
import type { HostPaths } from '../../../../src/main/host/helper/paths.ts'

/** Parts of a small program that speaks the helper's protocol; what is not said is what a good helper does. */
export interface SmallHelper {
  /** Lines of shell that take the lease. */
  readonly take?: string
  /** Lines of shell that give it back. */
  readonly giveBack?: string
  /** Lines of shell for every verb but `hold`. */
  readonly verb?: string
}

export interface HelperRoom {
  readonly control: HostControl
  readonly paths: HostPaths
  /** What the program was called with, and when it was given back, one line each. */
  readonly told: () => readonly string[]
}

/** A control over a real program in a folder of its own, which is called as root would call it. */
export function openHelperRoom(helper: SmallHelper = {}): HelperRoom {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-host-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const told = join(dir, 'told')
  const file = join(dir, 'switchyard-host')
  writeFileSync(told, '')
  writeFileSync(
    file,
    `#!/bin/sh
echo "$*" >>'${told}'
if [ "$1" != hold ]; then
  ${helper.verb ?? 'exit 0'}
fi
${helper.take ?? takes}
read -r line
echo "given back: \${line:-end of input}" >>'${told}'
${helper.giveBack ?? givesBack}
`,
  )
  chmodSync(file, 0o755)
  const paths: HostPaths = {
    helper: file,
    bundledHelper: null,
    configuration: join(dir, 'host.json'),
    journal: join(dir, 'journal.json'),
    audit: join(dir, 'host.log'),
    polkitPolicy: join(dir, 'policy'),
  }
  return {
    control: createHostControl({ door: 'cli', paths, userId: 0 }),
    paths,
    told: () => readFileSync(told, 'utf8').trim().split('\n'),
  }
}

export const takes = `echo '{"event":"step","step":"swap","state":"doing","detail":null,"elapsedMs":null}'
echo '{"event":"step","step":"swap","state":"done","detail":"1 GiB","elapsedMs":12}'
echo '{"event":"held","lease":"x","limitS":60}'`

export const givesBack = `echo '{"event":"step","step":"swap","state":"restoring"}'
echo '{"event":"step","step":"swap","state":"restored","elapsedMs":3}'
echo '{"event":"released","outcome":"restored","reason":"released"}'`
