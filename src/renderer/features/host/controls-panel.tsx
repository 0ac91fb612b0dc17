import { useState } from 'react'
import { formatBytes } from '../../../shared/format.ts'
import type { HostAction, HostReadings, HostState } from '../../../shared/host.ts'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Panel } from '../../ui/surface.tsx'
import { installCommand, parseGib, possibleActions } from './controls.ts'

/** Swap, guards and cache by hand. Nothing is done before it was shown. */
export function ControlsPanel({
  state,
  readings,
  onAsk,
}: {
  readonly state: HostState
  readonly readings: HostReadings
  readonly onAsk: (action: HostAction) => void
}) {
  const { helper, guards } = state
  const possible = possibleActions(state)
  if (helper.way === 'none') {
    return (
      <Panel title="By hand">
        <div className="grid gap-2 px-3 pb-3 text-12 text-ink-2">
          <p>The host helper is not installed: run this once in a terminal, and it shows what it writes.</p>
          <Command text={installCommand} />
        </div>
      </Panel>
    )
  }
  return (
    <Panel title="By hand">
      <div className="grid gap-3 px-3 pb-3 text-12">
        {helper.problem !== null && <Caution>{helper.problem}</Caution>}
        <SwapControls state={state} canTakeOff={possible.swapOff} onAsk={onAsk} />
        <Control name="Memory guards" note={guardWords(guards)}>
          <Button
            size="small"
            disabled={!possible.guardsPause}
            onClick={() => onAsk({ kind: 'guards-pause' })}
          >
            Pause…
          </Button>
          <Button
            size="small"
            disabled={!possible.guardsResume}
            onClick={() => onAsk({ kind: 'guards-resume' })}
          >
            Resume…
          </Button>
        </Control>
        <Control name="Page cache" note={`${formatBytes(readings.memory.cacheBytes)} in use`}>
          <Button size="small" onClick={() => onAsk({ kind: 'flush-cache' })}>
            Drop…
          </Button>
        </Control>
      </div>
    </Panel>
  )
}

function SwapControls({
  state: { helper },
  canTakeOff,
  onAsk,
}: {
  readonly state: HostState
  readonly canTakeOff: boolean
  readonly onAsk: (action: HostAction) => void
}) {
  const [size, setSize] = useState('16')
  const [chosen, setChosen] = useState<string | null>(null)
  const place = helper.swapPlaces.find(({ name }) => name === chosen) ?? helper.swapPlaces[0]
  const swapMib = parseGib(size)
  const ask = () => {
    if (swapMib !== null && place) onAsk({ kind: 'swap-on', swapMib, swapPlace: place.name })
  }
  const free = place?.freeBytes ?? null
  return (
    <Control
      name="Swap"
      note={place ? `in ${place.dir}${free === null ? '' : `, ${formatBytes(free)} free`}` : ''}
    >
      <Field
        label="Size of the swap file in GiB"
        inputMode="decimal"
        value={size}
        aria-invalid={swapMib === null}
        onChange={(event) => setSize(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Otherwise the same key would press the button that has the focus by then.
          event.preventDefault()
          ask()
        }}
        className="h-6! w-24"
        end={<span className="text-11">GiB</span>}
      />
      {helper.swapPlaces.length > 1 && place && (
        <Picker
          name="Place"
          value={place.name}
          options={helper.swapPlaces.map(({ name, dir }) => ({ value: name, label: name, description: dir }))}
          onChange={setChosen}
        />
      )}
      <Button size="small" disabled={swapMib === null || !place} onClick={ask}>
        Put on…
      </Button>
      <Button size="small" disabled={!canTakeOff} onClick={() => onAsk({ kind: 'swap-off' })}>
        Take off…
      </Button>
    </Control>
  )
}

function Control({
  name,
  note,
  children,
}: {
  readonly name: string
  readonly note: string
  readonly children: React.ReactNode
}) {
  return (
    <div
      role="group"
      aria-label={name}
      className="grid gap-1.5 border-t border-line pt-2.5 first:border-t-0 first:pt-0"
    >
      <div className="flex items-baseline gap-2">
        <span className="font-medium">{name}</span>
        <span className="min-w-0 truncate text-11 text-ink-3" title={note}>
          {note}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  )
}

function guardWords(guards: HostState['guards']): string {
  return guards.length === 0 ? 'none found' : guards.map(({ name, state }) => `${name} ${state}`).join(', ')
}

export function Command({ text }: { readonly text: string }) {
  return (
    <div className="flex items-start gap-1 rounded-4 border border-line bg-well py-0.5 pr-0.5 pl-2">
      <code className="numeric min-w-0 flex-1 py-0.5 text-12/[18px] break-words text-ink-2">{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </div>
  )
}
