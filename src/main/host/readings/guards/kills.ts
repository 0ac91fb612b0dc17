import type { GuardName } from '../../../../shared/host.ts'
import type { Kill, LogLine } from './model.ts'

/** What a guard has ended, latest first, from what it has written, in its order. */
export function findKills(guard: GuardName, lines: readonly LogLine[]): readonly Kill[] {
  const find = { earlyoom, 'systemd-oomd': oomd, nohang, 'nohang-desktop': nohang }[guard]
  return find(lines).toReversed()
}

function toKill({ atMs }: LogLine, process: string, message: string): Kill {
  return { at: atMs === null ? null : new Date(atMs).toISOString(), process, message }
}

/** `sending SIGTERM to process 3864 uid 0 "dockerd": badness 669, VmRSS 97 MiB`; newer ones add the command line. */
function earlyoom(lines: readonly LogLine[]): readonly Kill[] {
  return lines.flatMap((line, index) => {
    const found = /sending (SIG\w+) to process (\d+) uid \d+ "(.*?)": (.*)/.exec(line.text)
    if (!found || lines[index + 1]?.text.includes('dryrun')) return []
    const [, signal, pid, process = '', why = ''] = found
    // Command lines hold secrets.
    return [toKill(line, process, `${signal} to process ${pid}: ${why.replace(/,? cmdline .*$/, '')}`)]
  })
}

/** `Killed /user.slice/…/vte-spawn-1.scope due to memory pressure for … being 59.38% > 50.00% for > 20s …`. */
function oomd(lines: readonly LogLine[]): readonly Kill[] {
  return lines.flatMap((line) => {
    const found = /^Killed (\S+) due to (.*)$/.exec(line.text)
    const group = found?.[1]
    if (!group) return []
    return [toKill(line, group.slice(group.lastIndexOf('/') + 1), `because of ${found[2] ?? ''}`)]
  })
}

/** nohang tells whom it has chosen, and a few lines later what it does. */
function nohang(lines: readonly LogLine[]): readonly Kill[] {
  let chosen = { pid: '', process: '' }
  return lines.flatMap((line) => {
    const choice = /^\s*PID:\s+(\d+), [Nn]ame: ([^,]+)/.exec(line.text)
    if (choice) chosen = { pid: choice[1] ?? '', process: choice[2] ?? '' }
    const action = /^\s*Sending (SIG\w+) to the victim/.exec(line.text)
    return action ? [toKill(line, chosen.process, `${action[1]} to process ${chosen.pid}`)] : []
  })
}
