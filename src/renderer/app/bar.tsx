import { ChevronDown, FolderPlus, Search } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { plainEnvironment } from '../../shared/environment-words.ts'
import { useSelectionControl } from '../actions/selection.tsx'
import { useLabPart, useOrpc } from '../bridge/use-bridge.tsx'
import { Key, Menu } from '../ui/menu.tsx'
import { MultiPicker } from '../ui/multi-picker.tsx'
import { Picker } from '../ui/picker.tsx'
import { Signal } from '../ui/signal.tsx'
import { AlertBell } from './alert-bell.tsx'
import { findProfiles } from './profiles.ts'
import { RunningEnvironment } from './running-environment.tsx'

/** Which lab, on which engine, through which profile and environment; and the way to every action. */
export function Bar({ onOpenPalette }: { readonly onOpenPalette: () => void }) {
  const selection = useLabPart((snapshot) => snapshot.selection)
  const current = useLabPart(({ state }) => state?.lab)
  const engine = useLabPart(({ state }) => state?.engine)
  const isStale = useLabPart((snapshot) => snapshot.isStale)
  const { choose } = useSelectionControl()
  const [, navigate] = useLocation()
  const orpc = useOrpc()
  const labs = useQuery(orpc.labs.list.queryOptions())
  // Another choice begins a new watch; until that answers, what there is to choose stays.
  const [lastLab, setLastLab] = useState(current)
  if (current && current !== lastLab) setLastLab(current)
  const lab = current ?? (lastLab?.dir === selection.dir ? lastLab : undefined)
  const profiles = useMemo(() => findProfiles(lab), [lab])
  const environments = useMemo(
    () => [...new Set(lab?.stacks.flatMap((stack) => stack.environments) ?? [])],
    [lab],
  )
  const name = lab?.name ?? selection.dir.split('/').at(-1) ?? ''
  return (
    <header className="flex items-center gap-3 border-b border-line px-4 max-[1240px]:px-3">
      <Menu
        label="Labs"
        trigger={
          <button
            type="button"
            className="flex min-w-0 items-center gap-1 rounded-6 px-1 font-semibold hover:bg-raised"
          >
            <span className="max-w-48 truncate">{name}</span>
            <ChevronDown size={14} aria-hidden className="text-ink-3" />
          </button>
        }
        entries={[
          ...(labs.data ?? []).map((known) => ({
            label: known.name,
            shortcut: known.dir === selection.dir ? '✓' : '',
            onSelect: () => choose({ dir: known.dir, environment: null, profiles: [] }),
          })),
          {
            label: 'All labs, add a folder…',
            icon: <FolderPlus size={14} aria-hidden />,
            onSelect: () => navigate('/labs'),
          },
        ]}
      />
      {engine && (
        <span className="flex min-w-0 items-center gap-1.5 border-l border-line pl-3 text-12 whitespace-nowrap text-ink-2">
          <Signal
            state={isStale ? 'unknown' : engine.connected ? 'ready' : 'failed'}
            label={engine.connected ? 'the engine answers' : 'the engine does not answer'}
            size={14}
          />
          <span className="truncate max-[1100px]:hidden">
            {engine.connected ? `Docker ${engine.version ?? ''}` : 'no engine'}
          </span>
        </span>
      )}
      {profiles.length > 0 && (
        <MultiPicker
          name="Profile"
          chosen={selection.profiles}
          options={profiles}
          none="as in the files"
          onChange={(chosen) => choose({ ...selection, profiles: [...chosen] })}
        />
      )}
      {environments.length > 0 && (
        <Picker
          name="Env"
          value={selection.environment ?? noChoice}
          options={[
            { value: noChoice, label: plainEnvironment },
            ...environments.map((environment) => ({ value: environment, label: environment })),
          ]}
          onChange={(value) => choose({ ...selection, environment: value === noChoice ? null : value })}
        />
      )}
      {environments.length > 0 && <RunningEnvironment chosen={selection.environment} />}
      <button
        type="button"
        onClick={onOpenPalette}
        aria-keyshortcuts="Control+K"
        className="mx-auto flex h-7 w-72 min-w-0 items-center gap-2 rounded-6 border border-line-control bg-well px-2 text-12 text-ink-3 hover:text-ink max-[1100px]:w-56"
      >
        <Search size={14} aria-hidden />
        <span className="truncate">Search or run a command</span>
        <span className="ml-auto flex gap-1">
          <Key>Ctrl</Key>
          <Key>K</Key>
        </span>
      </button>
      <AlertBell />
    </header>
  )
}

/** Radix takes an empty value for "nothing chosen yet". */
const noChoice = '(none)'
