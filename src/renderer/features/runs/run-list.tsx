import { useState, type KeyboardEvent } from 'react'
import type { LabView } from '../../../shared/lab.ts'
import type { ListedRun } from './list-runs.ts'
import { moveLine } from './move-line.ts'
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
  const keys = runs.map(({ run }) => ({ key: run.id }))
  const activeId = keys.some(({ key }) => key === wanted) ? wanted : (keys[0]?.key ?? null)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const next = moveLine(keys, activeId, event.key)
    if (next === null) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(next)}"]`)?.focus()
  }
  return (
    <ul aria-label="Runs" onKeyDown={onKeyDown}>
      {runs.map((listed) => (
        <RunItem
          key={listed.run.id}
          listed={listed}
          lab={lab}
          isActive={listed.run.id === activeId}
          onFocus={() => setWanted(listed.run.id)}
        />
      ))}
    </ul>
  )
}
