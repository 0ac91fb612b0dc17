import type { ServiceRef } from '../../shared/lab.ts'
import { exitCodes } from './exit-codes.ts'
import type { CommandContext } from './session.ts'
import type { RawTerminal } from './world.ts'

/** Joins a shell and the operator's terminal until the shell ends; its exit code. */
export async function useShell(
  { client, selection, takeInterrupts }: CommandContext,
  service: ServiceRef,
  raw: RawTerminal,
): Promise<number> {
  try {
    const { shellId } = await client.shells.open({ ...selection, service, ...raw.size() })
    const close = () => void client.shells.close({ shellId }).catch(() => undefined)
    // Ctrl-C is typed into the shell; a signal means that the terminal goes away.
    takeInterrupts(close)
    // One after the other, so that keys keep their order.
    let written: Promise<unknown> = Promise.resolve()
    raw.onInput((data) => {
      written = written.then(() => client.shells.write({ shellId, data })).catch(() => undefined)
    })
    raw.onResize((size) => void client.shells.resize({ shellId, ...size }).catch(() => undefined))
    raw.onHangUp(close)
    let exitCode: number | null = null
    for await (const event of await client.shells.output({ shellId })) {
      if (event.data !== null) await raw.write(Buffer.from(event.data, 'base64'))
      exitCode = event.exitCode ?? exitCode
    }
    return exitCode ?? exitCodes.failed
  } finally {
    raw.release()
  }
}
