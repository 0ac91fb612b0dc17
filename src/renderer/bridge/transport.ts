import type { ClientContext, ClientLink } from '@orpc/client'

/** One connection to the core, from its opening to its end. */
export interface Connection {
  readonly link: ClientLink<ClientContext>
  /** Resolves when it has ended, however. */
  readonly closed: Promise<void>
  close(): void
}

/** A way to the core. `open` throws SignedOut when asking again will not help, anything else when it may. */
export interface Transport {
  open(signal: AbortSignal): Promise<Connection>
}

export class SignedOut extends Error {
  constructor() {
    super('This page is not signed in any more.')
    this.name = 'SignedOut'
  }
}
