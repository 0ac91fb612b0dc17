import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Send, X } from 'lucide-react'
import { useState } from 'react'
import type { Channel, Delivery } from '../../../shared/alerts.ts'
import { formatMoment } from '../../../shared/format.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { ChannelForm } from './channel-form.tsx'
import { channelKinds } from './channel-kinds.ts'

/** Where else alerts are sent: each with its latest result, and a test that says what came back. */
export function Channels() {
  const orpc = useOrpc()
  const { data: channels = [], error } = useQuery({
    ...orpc.alerts.channels.queryOptions(),
    refetchInterval: 5000,
  })
  const [editing, setEditing] = useState<Channel | 'new' | null>(null)
  return (
    <Panel
      title="Alert channels"
      end={
        <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => setEditing('new')}>
          Add a channel
        </Button>
      }
    >
      <div className="border-t border-line px-3 py-3">
        <p className="max-w-[72ch] text-ink-2">
          Alerts go to these as well, also while no page is open. Addresses and tokens stay on this machine
          and are not shown again.
        </p>
        {error !== null && <ProblemView problems={problemsOf(error)} />}
        {channels.length > 0 && (
          <ul aria-label="Channels" className="mt-2 grid">
            {channels.map((channel) => (
              <ChannelItem key={channel.id} channel={channel} onEdit={() => setEditing(channel)} />
            ))}
          </ul>
        )}
        {editing !== null && (
          <ChannelForm
            key={editing === 'new' ? 'new' : editing.id}
            channel={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
          />
        )}
      </div>
    </Panel>
  )
}

function ChannelItem({ channel, onEdit }: { readonly channel: Channel; readonly onEdit: () => void }) {
  const { id, kind, name, isOn, origin, last } = channel
  const orpc = useOrpc()
  const queries = useQueryClient()
  const options = {
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.alerts.channels.queryKey() }),
  }
  const set = useMutation(orpc.alerts.setChannel.mutationOptions(options))
  const remove = useMutation(orpc.alerts.removeChannel.mutationOptions(options))
  const test = useMutation(orpc.alerts.testChannel.mutationOptions(options))
  const error = set.error ?? remove.error ?? test.error
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line py-2">
      <div className="min-w-0 flex-[1_1_280px]">
        <p className="break-words">
          <span className="font-medium">{name}</span>{' '}
          <span className="text-ink-3">{channelKinds[kind].name}</span>{' '}
          <span className="numeric text-12 break-all text-ink-2">{origin}</span>
        </p>
        <LastDelivery last={last} />
        {error !== null && <ProblemView problems={problemsOf(error)} />}
      </div>
      <Button
        size="small"
        icon={<Send size={14} aria-hidden />}
        isBusy={test.isPending}
        onClick={() => test.mutate({ id })}
      >
        Test
      </Button>
      <Button
        kind="ghost"
        size="small"
        aria-label={`Change ${name}`}
        icon={<Pencil size={14} aria-hidden />}
        onClick={onEdit}
      />
      <Button
        kind="ghost"
        size="small"
        aria-label={`Remove ${name}`}
        icon={<X size={14} aria-hidden />}
        isBusy={remove.isPending}
        onClick={() => remove.mutate({ id })}
      />
      <Switch
        label={name}
        isOn={isOn}
        isPending={set.isPending}
        onChange={(next) => set.mutate({ id, kind, name, isOn: next, address: null, token: null })}
      />
    </li>
  )
}

function LastDelivery({ last }: { readonly last: Delivery | null }) {
  const nowMs = useNow(30_000)
  return (
    <p role="status" className="flex items-center gap-1.5 text-12 text-ink-2">
      {last === null ? (
        'Nothing was sent yet.'
      ) : (
        <>
          <Signal state={last.isDelivered ? 'ready' : 'failed'} label={null} size={14} />
          <span className="min-w-0 break-words">{last.text}</span>
          <time dateTime={last.at} className="numeric shrink-0 text-ink-3">
            {formatMoment(Date.parse(last.at), nowMs)}
          </time>
        </>
      )}
    </p>
  )
}
