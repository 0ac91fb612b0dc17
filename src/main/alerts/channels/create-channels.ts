import type { Channel, ChannelChange, Delivery } from '../../../shared/alerts.ts'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { AlertStore } from '../alert-store.ts'
import { originOf } from './address.ts'
import { type ChannelStore, type KeptChannel, openChannelStore } from './channel-store.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { describeRequest, type Message } from './payload.ts'
import { post } from './post.ts'

/** Where notices are sent. What is told of a channel has neither its path nor its token. */
export interface Channels {
  /** Throws STATE_UNUSABLE. */
  list(): readonly Channel[]
  /** Throws USAGE, NAME_UNKNOWN, STATE_UNUSABLE. */
  set(change: ChannelChange): Channel
  remove(id: string): boolean
  /** Sends one message at once, and says what came back. Throws NAME_UNKNOWN. */
  test(id: string): Promise<Delivery>
  /** Hands it to the channels that are on: these, or all for null. Returns at once, and never throws. */
  send(message: Message, ids: readonly string[] | null): void
  dispose(): Promise<void>
}

export interface ChannelsOptions {
  readonly configDir: string
  readonly deliveries: () => Pick<AlertStore, 'noteDelivery' | 'delivery'>
  /** Called when something became of what was sent. */
  readonly onDelivery: () => void
  readonly limitMs?: number
  readonly pausesMs?: readonly number[]
}

const mostWaiting = 50

export function createChannels({
  configDir,
  deliveries,
  onDelivery,
  limitMs = 10_000,
  pausesMs = [2000, 15_000, 60_000],
}: ChannelsOptions): Channels {
  const store = openChannelStore(configDir)
  const outboxes = new Map<string, Outbox<Message>>()
  const abort = new AbortController()

  function note(id: string, isDelivered: boolean, text: string): Delivery {
    const delivery = { at: new Date().toISOString(), isDelivered, text }
    try {
      deliveries().noteDelivery(id, delivery)
    } catch {
      // A full disk must not keep a notice from being sent.
    }
    onDelivery()
    return delivery
  }

  const transmit = (channel: KeptChannel, message: Message, signal: AbortSignal) =>
    post(describeRequest(channel, message), limitMs, signal)

  function outboxOf(id: string): Outbox<Message> {
    const outbox =
      outboxes.get(id) ??
      createOutbox<Message>({
        async send(message, signal) {
          // It may have been changed, switched off or removed since, also by another process.
          const channel = findAll(store).find((each) => each.id === id)
          if (!channel?.isOn)
            return { isDelivered: false, isWorthRetrying: false, text: 'It was switched off.' }
          return transmit(channel, message, signal)
        },
        onAttempt: ({ isDelivered, text }, isOver) =>
          void note(id, isDelivered, isDelivered || isOver ? text : `${text} It is tried again.`),
        pausesMs,
        mostWaiting,
      })
    outboxes.set(id, outbox)
    return outbox
  }

  const show = ({ id, kind, name, isOn, address, token }: KeptChannel): Channel => ({
    id,
    kind,
    name,
    isOn,
    origin: originOf(address),
    hasToken: token !== '',
    last: deliveries().delivery(id),
  })

  return {
    list: () => store.list().map(show),
    set: (change) => show(store.set(change)),
    remove: (id) => store.remove(id),
    async test(id) {
      const channel = store.list().find((each) => each.id === id)
      if (!channel) throw new SwitchyardError('NAME_UNKNOWN', 'There is no such channel any more.')
      const { isDelivered, text } = await transmit(channel, testMessage(), abort.signal)
      return note(id, isDelivered, text)
    },
    send(message, ids) {
      const all = findAll(store)
      const named = all.filter(({ id }) => ids?.includes(id))
      // Rather all of them than nobody, when those that were chosen are removed.
      for (const { id, isOn } of named.length > 0 ? named : all) if (isOn) outboxOf(id).put(message)
    },
    async dispose() {
      abort.abort()
      await Promise.all([...outboxes.values()].map((outbox) => outbox.dispose()))
    },
  }
}

/** None when they cannot be read: the settings say so. */
function findAll(store: ChannelStore): readonly KeptChannel[] {
  try {
    return store.list()
  } catch {
    return []
  }
}

function testMessage(): Message {
  return {
    event: 'test',
    title: 'Switchyard can reach you',
    body: 'This is a test. Alerts of your lab come this way.',
    isRecovery: false,
    at: new Date().toISOString(),
    alerts: [],
  }
}
