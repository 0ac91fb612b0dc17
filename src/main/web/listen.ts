import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SwitchyardError } from '../../shared/errors.ts'
import { bracket } from './sites.ts'

const portsToTry = 50

/** Listens on the port, or on the next free one when `orNext`; the port that it is. Throws a SwitchyardError when none is. */
export async function listen(
  server: Server,
  { host, port, orNext }: { readonly host: string; readonly port: number; readonly orNext: boolean },
): Promise<number> {
  const last = orNext ? Math.min(port + portsToTry, 65_535) : port
  for (let candidate = port; ; candidate += 1) {
    try {
      return await listenOn(server, host, candidate)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && candidate < last) continue
      throw refuse(`${bracket(host)}:${candidate}`, code, cause)
    }
  }
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function refuse(address: string, code: string | undefined, cause: unknown): SwitchyardError {
  if (code === 'EADDRINUSE') {
    return new SwitchyardError('USAGE', `${address} is taken by another program.`, {
      hint: 'Give another port with --port, or leave it out to take the next free one.',
      cause,
    })
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new SwitchyardError('USAGE', `This machine has no address ${address} to listen on.`, { cause })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  return new SwitchyardError('STATE_UNUSABLE', `Cannot listen on ${address}: ${message}.`, { cause })
}
