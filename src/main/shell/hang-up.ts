import type { Engine } from '../engine/model.ts'
import type { StartedShell } from './start-shell.ts'

/**
 * Signals every process of a session. A shell builtin for each step, because an image need not have anything else. The
 * name in parentheses may hold spaces; behind it come state, parent, group and session.
 */
const signalSession = `
session=$1 signal=$2
for stat in /proc/[0-9]*/stat; do
  read -r line <"$stat" || continue
  pid=\${line%% *}
  set -- \${line##*) }
  [ "$4" = "$session" ] && kill -s "$signal" "$pid"
done
exit 0`

const scriptTimeoutMs = 5000

/**
 * Sends HUP or KILL to a shell and all that it started on its terminal. The engine does not: it lets a command go on when
 * its terminal is given up. What goes on after HUP on purpose (`nohup`, `setsid`) is left alone, as on every terminal.
 */
export async function signalShell(
  engine: Pick<Engine, 'exec'>,
  containerId: string,
  { program, session }: StartedShell,
  signal: 'HUP' | 'KILL',
): Promise<void> {
  const command = [program, '-c', signalSession, program, String(session), signal]
  try {
    await engine.exec(containerId, command, AbortSignal.timeout(scriptTimeoutMs))
  } catch {
    // The container or the engine is gone, and with it the shell.
    return
  }
}
