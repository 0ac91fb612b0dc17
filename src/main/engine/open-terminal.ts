import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { Terminal, TerminalRequest } from './model.ts'

type Call = <Value>(work: () => Promise<Value>) => Promise<Value>

/** Starts a command on a terminal of its own in a container, as the container's own user. */
export async function openTerminal(
  docker: Docker,
  call: Call,
  id: string,
  { command, variables, columns, rows }: TerminalRequest,
): Promise<Terminal> {
  const size: [number, number] = [rows, columns]
  const exec = await call(() =>
    docker.getContainer(id).exec({
      Cmd: [...command],
      Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      ConsoleSize: size,
    }),
  )
  // The engine takes the size from the start, the library knows it only for the creation.
  const options = { hijack: true, stdin: true, Tty: true, ConsoleSize: size }
  const stream: Duplex = await call(() => exec.start(options))
  // Whoever reads gets the error as well; without a listener it would end the process.
  stream.on('error', () => undefined)
  return {
    stream,
    async resize(newColumns, newRows) {
      await call(() => exec.resize({ h: newRows, w: newColumns }))
    },
    async exitCode() {
      // The stream ends a moment before the engine has noted how.
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const { Running: isRunning, ExitCode: exitCode } = await call(() => exec.inspect())
        if (!isRunning) return exitCode
        await sleep(50)
      }
      return null
    },
  }
}
