import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { MessageChannelMain, MessagePortMain } from 'electron'

/** A port as Electron's main process has it, on a real message port of Node. */
export class StandInPort extends EventEmitter implements MessagePortMain {
  isClosed = false
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    // Like Electron's: who closes a port itself hears nothing of it.
    port.on('close', () => !this.isClosed && this.emit('close'))
    port.unref()
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }

  start(): void {
    this.#port.start()
  }

  close(): void {
    this.isClosed = true
    this.#port.close()
  }
}

/** Every channel that was made, in order. */
export function standInChannels() {
  const made: { readonly port1: StandInPort; readonly port2: StandInPort }[] = []
  class StandInChannel implements MessageChannelMain {
    readonly port1: StandInPort
    readonly port2: StandInPort
    constructor() {
      const { port1, port2 } = new MessageChannel()
      this.port1 = new StandInPort(port1)
      this.port2 = new StandInPort(port2)
      made.push(this)
    }
  }
  return { made, MessageChannelMain: StandInChannel }
}
