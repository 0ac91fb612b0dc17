import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { Channel, ChannelKind } from '../../../shared/alerts.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { channelKinds } from './channel-kinds.ts'

const kinds = (['ntfy', 'gotify', 'webhook'] as const).map((value) => ({
  value,
  label: channelKinds[value].name,
}))

/** A new channel, or another address, token or name for one; what is left empty stays. */
export function ChannelForm({
  channel,
  onClose,
}: {
  /** Null for a new one. */
  readonly channel: Channel | null
  readonly onClose: () => void
}) {
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? 'ntfy')
  const [name, setName] = useState(channel?.name ?? '')
  const [address, setAddress] = useState('')
  const [token, setToken] = useState('')
  const firstRef = useRef<HTMLInputElement>(null)
  useEffect(() => firstRef.current?.focus(), [])
  const orpc = useOrpc()
  const queries = useQueryClient()
  const set = useMutation(
    orpc.alerts.setChannel.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries({ queryKey: orpc.alerts.channels.queryKey() })
        onClose()
      },
    }),
  )
  const words = channelKinds[kind]
  const isNew = channel === null
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    set.mutate({
      id: channel?.id ?? null,
      kind,
      name: name.trim() === '' ? words.name : name,
      isOn: channel?.isOn ?? true,
      address: !isNew && address.trim() === '' ? null : address,
      token: token.trim() === '' ? null : token,
    })
  }
  return (
    <form
      onSubmit={save}
      aria-label={isNew ? 'New channel' : `Change ${channel.name}`}
      className="mt-3 grid max-w-xl gap-2 border-t border-line pt-3"
    >
      {isNew && <Segmented label="Kind" value={kind} options={kinds} onChange={setKind} />}
      <Field
        ref={firstRef}
        label="Name"
        placeholder={`Name, like ${words.name} on my phone`}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Address"
        placeholder={isNew ? words.example : `${channel.origin}/… stays, unless you enter another one`}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Field
        label={words.token}
        type="password"
        autoComplete="new-password"
        placeholder={channel?.hasToken ? 'The token stays, unless the address is another one' : words.token}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      {set.error !== null && <ProblemView problems={problemsOf(set.error)} />}
      <div className="flex gap-2">
        <Button type="submit" isBusy={set.isPending}>
          {isNew ? 'Add' : 'Save'}
        </Button>
        <Button kind="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
