import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import type { Core } from '../core.ts'
import { refuseFrame } from '../web/frames.ts'
import { limitCalls, type Connection } from '../web/limit-calls.ts'
import type { ServePort } from './bridge.ts'

type Upgradable = Extract<Parameters<RPCHandler<Connection>['upgrade']>[0], { on: unknown }>

/** Serves a router on message ports, by the rules of the web door: calls of the contract, and nothing else. */
export function createPortServer(router: Core['router'], refused: (what: string) => void): ServePort {
  const handler = new RPCHandler<Connection>(router, { rootInterceptors: [limitCalls] })
  return (port) => {
    const { upgradable, close } = onlyCalls(port, refused)
    handler.upgrade(upgradable, { context: { calls: { open: 0 }, refused } })
    port.start()
    return () => {
      close()
      port.close()
    }
  }
}

/**
 * The port as the library sees it: messages that are no calls do not get through. Closing it from this side ends its streams
 * too, because Electron says `close` only when the other side went.
 */
function onlyCalls(port: MessagePortMain, refused: (what: string) => void) {
  let isOpen = true
  const closeListeners: (() => void)[] = []
  const close = () => {
    if (!isOpen) return
    isOpen = false
    for (const listener of closeListeners) listener()
  }
  port.on('close', close)
  const upgradable: Upgradable = {
    on(event, listener) {
      if (event === 'close') closeListeners.push(listener)
      if (event !== 'message') return
      port.on('message', (message) => {
        const data: unknown = message.data
        const reason = typeof data === 'string' ? refuseFrame(data) : 'a message that is not text'
        if (reason === null) listener({ data })
        else refused(reason)
      })
    },
    postMessage(message) {
      // What a stream still says after its page has gone.
      if (isOpen) port.postMessage(message)
    },
  }
  return { upgradable, close }
}
