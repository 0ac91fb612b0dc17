import { execFile } from 'node:child_process'

export interface Said {
  readonly isDone: boolean
  readonly stdout: string
  /** What went wrong, in one line. */
  readonly reason: string
}

/** Runs systemctl and loginctl as the operator; never asks for a password, and never touches the system's own manager. */
export type Call = (command: readonly string[]) => Promise<Said>

const timeoutMs = 20_000

export function createCall(variables: NodeJS.ProcessEnv, userId: number): Call {
  const env = {
    ...variables,
    XDG_RUNTIME_DIR: variables['XDG_RUNTIME_DIR'] || `/run/user/${userId}`,
    LC_ALL: 'C',
  }
  return ([program = '', ...args]) =>
    new Promise((resolve) => {
      execFile(program, args, { env, timeout: timeoutMs }, (error, stdout, stderr) => {
        const isMissing = error !== null && (error as NodeJS.ErrnoException).code === 'ENOENT'
        const reason = isMissing ? `there is no ${program} here` : (stderr.trim().split('\n')[0] ?? '')
        resolve({ isDone: error === null, stdout, reason: reason || (error?.message ?? '') })
      })
    })
}

/** Values of `systemctl show` and `loginctl show-user`, by name. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value] as const]
    }),
  )
}
