import { useQuery } from '@tanstack/react-query'
import { type AlertKind, alertKinds, alertWords } from '../../../shared/alert-words.ts'
import type { Settings } from '../../../shared/app.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { MultiPicker } from '../../ui/multi-picker.tsx'
import { Switch } from '../../ui/switch.tsx'
import { NumberField } from './number-field.tsx'
import type { Saving } from './use-saving.ts'

type Rules = Settings['alertRules']

/** Every rule: whether it is on, its limits, and who is told. */
export function AlertRuleTable({ saving }: { readonly saving: Saving }) {
  const rules = saving.settings.alertRules
  const change = <Kind extends AlertKind>(kind: Kind, part: Partial<Rules[Kind]>) =>
    saving.save({ alertRules: { ...rules, [kind]: { ...rules[kind], ...part } } })
  const orpc = useOrpc()
  const channels = useQuery(orpc.alerts.channels.queryOptions()).data ?? []
  const loops = rules['crash-loop']
  return (
    <ul aria-label="Rules" className="grid">
      {alertKinds.map((kind) => {
        const { name, about } = alertWords[kind]
        const chosen = rules[kind].channels
        const names = channels.filter(({ id }) => chosen?.includes(id)).map((channel) => channel.name)
        return (
          <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line py-2">
            <div className="min-w-0 flex-[1_1_280px]">
              <p className="font-medium">{name}</p>
              <p className="max-w-[72ch] text-12 text-ink-2">{about}</p>
            </div>
            <div className="flex flex-wrap items-center gap-3 text-12 text-ink-2">
              <Limits kind={kind} rules={rules} change={change} />
              {channels.length > 0 && (
                <MultiPicker
                  name="Told"
                  chosen={names}
                  options={channels.map((channel) => channel.name)}
                  none="all channels"
                  onChange={(picked) =>
                    change(kind, {
                      channels:
                        picked.length === 0
                          ? null
                          : channels.filter((channel) => picked.includes(channel.name)).map(({ id }) => id),
                    })
                  }
                />
              )}
              <Switch label={name} isOn={rules[kind].isOn} onChange={(isOn) => change(kind, { isOn })} />
            </div>
          </li>
        )
      })}
      <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line py-2">
        <div className="min-w-0 flex-[1_1_280px]">
          <p className="font-medium">Breaker</p>
          <p className="max-w-[72ch] text-12 text-ink-2">
            Stops a container that is in a crash loop, and says so in the alert. Never one of an always-on
            stack.
          </p>
        </div>
        <Switch label="Breaker" isOn={loops.stops} onChange={(stops) => change('crash-loop', { stops })} />
      </li>
    </ul>
  )
}

function Limits({
  kind,
  rules,
  change,
}: {
  readonly kind: AlertKind
  readonly rules: Rules
  readonly change: <Kind extends AlertKind>(kind: Kind, part: Partial<Rules[Kind]>) => void
}) {
  const { name } = alertWords[kind]
  const minutesOf = (
    of: 'crash-loop' | 'memory' | 'vram' | 'disk' | 'temperature' | 'lease-pending',
    word: string,
  ) => (
    <NumberField
      label={`${name}: minutes`}
      before={word}
      after="min"
      value={rules[of].minutes}
      least={of === 'crash-loop' ? 1 : 0}
      most={24 * 60}
      onChange={(minutes) => change(of, { minutes })}
    />
  )
  switch (kind) {
    case 'memory':
    case 'vram':
    case 'disk':
      return (
        <>
          <NumberField
            label={`${name}: limit in percent`}
            before="over"
            after="%"
            value={rules[kind].percent}
            least={1}
            most={100}
            onChange={(percent) => change(kind, { percent })}
          />
          {minutesOf(kind, 'for')}
        </>
      )
    case 'temperature':
      return (
        <>
          <NumberField
            label={`${name}: limit in degrees`}
            before="over"
            after="°C"
            value={rules.temperature.celsius}
            least={20}
            most={150}
            onChange={(celsius) => change('temperature', { celsius })}
          />
          {minutesOf(kind, 'for')}
        </>
      )
    case 'crash-loop':
      return (
        <>
          <NumberField
            label={`${name}: times`}
            before=""
            after="times"
            value={rules['crash-loop'].exits}
            least={2}
            most={100}
            onChange={(exits) => change('crash-loop', { exits })}
          />
          {minutesOf(kind, 'in')}
        </>
      )
    case 'lease-pending':
      return minutesOf(kind, 'for')
    case 'unhealthy':
    case 'exited':
    case 'oom-kill':
    case 'gpu-lost':
    case 'engine-away':
    case 'heal-gave-up':
    case 'scheduled-run':
      return null
  }
}
