import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { GuardName } from '../../../../shared/host.ts'
import { guardNames } from './model.ts'

export interface GuardUnit {
  readonly isActive: boolean
  /** Null while it does not run. */
  readonly pid: number | null
}

/** How systemd has the guards; none where systemd does not run the machine. Needs no privilege. */
export async function readGuardUnits(): Promise<ReadonlyMap<GuardName, GuardUnit>> {
  if (!existsSync('/run/systemd/system')) return new Map()
  const units = guardNames.map((name) => `${name}.service`)
  const properties = '--property=Id,LoadState,ActiveState,MainPID'
  return parseUnits(await run('systemctl', ['show', '--no-pager', properties, '--', ...units]))
}

/** `systemctl show` of several units: one paragraph each. What is not installed, or masked, is left out. */
export function parseUnits(text: string): ReadonlyMap<GuardName, GuardUnit> {
  const units = new Map<GuardName, GuardUnit>()
  for (const paragraph of text.split('\n\n')) {
    const valueOf = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(paragraph)?.[1] ?? ''
    const guard = guardNames.find((name) => valueOf('Id') === `${name}.service`)
    if (!guard || valueOf('LoadState') !== 'loaded') continue
    const pid = Number(valueOf('MainPID'))
    const isActive = ['active', 'activating', 'reloading'].includes(valueOf('ActiveState'))
    units.set(guard, { isActive, pid: pid > 0 ? pid : null })
  }
  return units
}

/** What a program prints; empty when it cannot be run or fails. */
export function run(program: string, args: readonly string[]): Promise<string> {
  const options = { timeout: 5000, maxBuffer: 4 * 1024 * 1024, env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout) => resolve(error ? '' : stdout))
  })
}
