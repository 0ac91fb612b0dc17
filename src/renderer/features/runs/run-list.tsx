import { useState, type KeyboardEvent } from 'react'
import type { LabView } from '../../../shared/lab.ts'
import type { ListedRun } from './list-runs.ts'
import { moveInList } from '../../ui/list-keys.ts'
import { RunItem } from './run-item.tsx'

/** A list to walk with the arrows or j and k; Enter opens. */
export function RunList({
  runs,
  lab,
}: {
  readonly runs: readonly ListedRun[]
  readonly lab: LabView | null
}) {
  const [wanted, setWanted] = useState<string | null>(null)
  const active = Math.max(
    runs.findIndex(({ run }) => run.id === wanted),
    0,
  )
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const next = moveInList(active, runs.length, event.key)
    if (next === null) return
    event.preventDefault()
    event.currentTarget.querySelectorAll<HTMLElement>('[data-key]')[next]?.focus()
  }
  return (
    <ul aria-label="Runs" onKeyDown={onKeyDown}>
      {runs.map((listed, index) => (
        <RunItem
          key={listed.run.id}
          listed={listed}
          lab={lab}
          isActive={index === active}
          onFocus={() => setWanted(listed.run.id)}
        />
      ))}
    </ul>
  )
}
