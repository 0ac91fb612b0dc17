import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'

/** Where a package of the system has it: the desktop edition's archive holds no program that systemd could run. */
const ofTheSystem = '/usr/lib/switchyard/bin/switchyard'

/** The launcher of this Switchyard, from any folder of its package. Throws STATE_UNUSABLE where there is none. */
export function findProgram(from: string, system = ofTheSystem): string {
  const program = join(from, 'bin', 'switchyard')
  if (existsSync(join(from, 'package.json')) && existsSync(program)) return program
  const parent = dirname(from)
  if (parent !== from) return findProgram(parent, system)
  if (existsSync(system)) return system
  throw new SwitchyardError('STATE_UNUSABLE', 'The program `switchyard` was not installed with this one.', {
    hint: 'Install the terminal part, and enable it from there.',
  })
}
