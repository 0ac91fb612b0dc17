import { RPCLink } from '@orpc/client/message-port'
import { connectMessage, portMessage, type SwitchyardDesktop } from '../../shared/desktop.ts'
import type { Transport } from './transport.ts'

/** Null in a browser. */
export function findDesktop(): SwitchyardDesktop | null {
  return (globalThis as { switchyardDesktop?: SwitchyardDesktop }).switchyardDesktop ?? null
}

/** The bridge over a port that the preload hands to the page when the page asks for it. */
export function createDesktopTransport(page: Window = window): Transport {
  return {
    async open(signal) {
      const port = await askForPort(page, signal)
      const closed = new Promise<void>((resolve) => {
        port.addEventListener('close', () => resolve(), { once: true })
      })
      const link = new RPCLink({ port })
      port.start()
      return { link, closed, close: () => port.close() }
    },
  }
}

function askForPort(page: Window, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const stop = () => page.removeEventListener('message', take)
    const take = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== page || event.data !== portMessage || !port) return
      stop()
      resolve(port)
    }
    page.addEventListener('message', take)
    signal.addEventListener('abort', () => {
      stop()
      reject(new Error('Switchyard gave the window no connection.'))
    })
    page.postMessage(connectMessage, page.location.origin)
  })
}
