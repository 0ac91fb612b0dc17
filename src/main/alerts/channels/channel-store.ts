import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type ChannelChange, channelKindSchema } from '../../../shared/alerts.ts'
import { SwitchyardError } from '../../../shared/errors.ts'
import { openListFile } from '../../store/list-file.ts'
import { readAddress } from './address.ts'

const keptSchema = z.object({
  id: z.string(),
  kind: channelKindSchema,
  name: z.string(),
  isOn: z.boolean(),
  address: z.string(),
  token: z.string(),
})

/** A channel with its address and its token (empty: none). Never leaves this folder as a whole. */
export type KeptChannel = Readonly<z.infer<typeof keptSchema>>

/**
 * The operator's channels in `channels.json` of the configuration folder, which only its owner may read. A file that cannot be
 * read as such is never written over. Every call throws STATE_UNUSABLE.
 */
export interface ChannelStore {
  list(): readonly KeptChannel[]
  /** Throws USAGE for an address that cannot be used, and NAME_UNKNOWN. */
  set(change: ChannelChange): KeptChannel
  /** False when there is no such channel. */
  remove(id: string): boolean
}

const mostChannels = 20

export function openChannelStore(configDir: string): ChannelStore {
  const file = join(configDir, 'channels.json')
  const kept = openListFile({
    file,
    key: 'channels',
    item: keptSchema,
    // What is wrong with it could quote a secret.
    unusable: (verb, cause) => unusable(file, verb, verb === 'understood' ? undefined : cause),
  })
  return {
    list: () => kept.read(),
    set(change) {
      const channels = kept.read()
      const known = channels.find(({ id }) => id === change.id)
      if (change.id !== null && !known)
        throw new SwitchyardError('NAME_UNKNOWN', 'There is no such channel any more.')
      if (!known && channels.length >= mostChannels)
        throw new SwitchyardError('USAGE', `There are ${mostChannels} channels already.`, {
          hint: 'Remove one first.',
        })
      const next = applyChange(known, change)
      kept.write(known ? channels.map((each) => (each === known ? next : each)) : [...channels, next])
      return next
    },
    remove(id) {
      const channels = kept.read()
      const left = channels.filter((channel) => channel.id !== id)
      if (left.length === channels.length) return false
      kept.write(left)
      return true
    },
  }
}

function applyChange(known: KeptChannel | undefined, change: ChannelChange): KeptChannel {
  const { kind, name, isOn } = change
  const given = change.address ?? known?.address ?? ''
  const address = readAddress(given, kind)
  // A kept token goes only where it was meant for: a new address needs it again.
  const keepsToken = known?.address === address && known.kind === kind
  const token = change.token ?? (keepsToken ? known.token : '')
  if (kind === 'gotify' && token === '')
    throw new SwitchyardError('USAGE', 'Gotify needs the token of an application.', {
      hint: 'Create an application in Gotify and enter its token; with a new address it has to be entered again.',
    })
  if (!/^[\x21-\x7e]*$/.test(token))
    throw new SwitchyardError('USAGE', 'The token has characters that no token has.')
  return { id: known?.id ?? randomUUID(), kind, name, isOn, address, token }
}

function unusable(file: string, verb: string, cause: unknown): SwitchyardError {
  return new SwitchyardError('STATE_UNUSABLE', `The channels of alerts cannot be ${verb}.`, {
    place: { file },
    hint: 'Correct the file, or move it away and enter the channels anew.',
    cause,
  })
}
