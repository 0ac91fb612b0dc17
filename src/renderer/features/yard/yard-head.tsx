import { Filter as FilterIcon, Lock, Play } from 'lucide-react'
import type { RefObject } from 'react'
import { formatClock, formatCount } from '../../../shared/format.ts'
import { isUp } from '../../../shared/roll-up.ts'
import { appsKey, useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { leaveField } from '../../ui/leave-field.ts'
import { Key } from '../../ui/menu.tsx'
import { Signal } from '../../ui/signal.tsx'
import { PageHead } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { countSignals } from './counts.ts'
import type { Filter } from './rows.ts'

export interface YardHeadProps {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly field: RefObject<HTMLInputElement | null>
  /** When what is shown was last so; null while it is. */
  readonly lastSeenMs: number | null
}

export function YardHead({ filter, onFilter, field, lastSeenMs }: YardHeadProps) {
  const { start } = useRunActions()
  const asked = useAsked()
  return (
    <PageHead
      title="Yard"
      actions={
        <>
          <Field
            ref={field}
            label="Show stacks and services with this name"
            placeholder="Filter"
            value={filter.text}
            icon={<FilterIcon size={14} aria-hidden className="shrink-0" />}
            end={filter.text === '' && <Key>/</Key>}
            className="w-36 max-[1240px]:w-24"
            onChange={({ target }) => onFilter({ ...filter, text: target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              onFilter({ ...filter, text: '' })
              leaveField(event.currentTarget)
            }}
          />
          <Master />
          <Button
            kind="primary"
            icon={<Play size={16} fill="currentColor" aria-hidden />}
            isBusy={asked.has('')}
            onClick={() => start()}
          >
            Start everything
          </Button>
        </>
      }
    >
      <Counts filter={filter} onFilter={onFilter} />
      {lastSeenMs !== null && (
        <p className="text-12 text-ink-2">
          last seen <span className="numeric">{formatClock(lastSeenMs)}</span>
        </p>
      )}
    </PageHead>
  )
}

/** How many services are in each state. Pressed, one of them shows only its own. */
function Counts({ filter, onFilter }: Pick<YardHeadProps, 'filter' | 'onFilter'>) {
  const status = useLabPart(({ state }) => state?.status)
  const counts = countSignals((status?.stacks ?? []).flatMap(({ services }) => services))
  return (
    <div role="group" aria-label="Services by state" className="-ml-1 flex flex-wrap items-center gap-0.5">
      {counts.map(({ signal, count }) => {
        const isOn = filter.signal === signal
        return (
          <button
            key={signal}
            type="button"
            aria-pressed={isOn}
            onClick={() => onFilter({ ...filter, signal: isOn ? null : signal })}
            className={`flex h-7 items-center gap-1.5 rounded-6 border px-2 text-12 tabular-nums max-[1240px]:px-1.5 ${
              isOn
                ? 'border-line-control bg-raised text-ink'
                : 'border-transparent text-ink-2 hover:bg-raised'
            }`}
          >
            <Signal state={signal} label={null} size={14} />
            <span className="text-ink">{count}</span>
            <span className={signal === 'ready' || signal === 'done' ? 'max-[1120px]:sr-only' : ''}>
              {signal}
            </span>
          </button>
        )
      })}
    </div>
  )
}

/** The master switch, and what it spares. */
function Master() {
  const { switchApps } = useRunActions()
  const asked = useAsked()
  const apps = useLabPart(({ state }) => state?.lab.stacks.filter(({ alwaysOn }) => !alwaysOn).length ?? 0)
  const spares = useLabPart(({ state }) => state?.lab.stacks.some(({ alwaysOn }) => alwaysOn) ?? false)
  const isNow = useLabPart(({ state }) =>
    (state?.status?.stacks ?? []).some(({ alwaysOn, services }) => !alwaysOn && isUp(services)),
  )
  const wanted = asked.get(appsKey)
  const isPending = wanted !== undefined
  const isOn = isPending ? wanted === 'start' : isNow
  if (apps === 0) return null
  return (
    <div className="flex h-10 items-center gap-3 rounded-8 border border-line px-3">
      <span className="grid">
        <span className="leading-4 font-medium">{isOn ? 'Apps on' : 'Apps off'}</span>
        <span className="flex items-center gap-[3px] text-11 text-ink-3">
          <span>
            {formatCount(apps, 'stack')}
            {spares && <span className="max-[1240px]:hidden">, never touches always-on</span>}
            {spares && <span className="min-[1241px]:hidden">, spares always-on</span>}
          </span>
          {spares && <Lock size={11} strokeWidth={2.5} aria-hidden />}
        </span>
      </span>
      <Switch
        label={`Apps: ${formatCount(apps, 'stack')}${spares ? '. Never touches always-on stacks' : ''}`}
        isOn={isOn}
        isPending={isPending}
        onChange={switchApps}
      />
    </div>
  )
}
