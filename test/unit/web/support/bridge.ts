import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import { onTestFinished } from 'vitest'
import type { WebDoor } from '../../../../src/main/web/create-web-door.ts'
import type { contract } from '../../../../src/shared/contract.ts'
import type { SignedIn } from './open-door.ts'

export type BridgeClient = ContractRouterClient<typeof contract>

/** Opens the WebSocket as a page of this origin does; `headers` replace what a browser would send. */
export function openSocket(
  door: WebDoor,
  { cookie, proof }: SignedIn,
  headers: Readonly<Record<string, string>> = {},
): WebSocket {
  const url = `${door.url.replace('http', 'ws')}/bridge`
  const socket = new WebSocket(url, ['switchyard', proof], {
    headers: { origin: door.url, cookie, ...headers },
  })
  onTestFinished(() => socket.terminate())
  return socket
}

/** Resolves with the status of the refusal, or 101 when the bridge opened. */
export function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', reject)
  })
}

/** The typed client over an open socket. */
export function clientOf(socket: WebSocket): BridgeClient {
  return createORPCClient<BridgeClient>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

/** The next message that is an answer to this call. */
export function answerTo(
  socket: WebSocket,
  id: string,
): Promise<{ readonly i: string; readonly s?: number }> {
  return new Promise((resolve) => {
    socket.on('message', function take(data: Buffer) {
      const answer = JSON.parse(data.toString()) as { readonly i: string; readonly s?: number }
      if (answer.i !== id) return
      socket.off('message', take)
      resolve(answer)
    })
  })
}
