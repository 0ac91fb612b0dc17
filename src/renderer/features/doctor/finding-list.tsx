import { useRef, type KeyboardEvent } from 'react'
import type { Finding } from '../../../shared/doctor.ts'
import { FindingRow } from './finding-row.tsx'

/** What is wrong, the worst first; one row is in the tab order, the arrows go from row to row. */
export function FindingList({
  findings,
  selectedId,
  fixing,
  onSelect,
  onFix,
}: {
  readonly findings: readonly Finding[]
  readonly selectedId: string | null
  readonly fixing: readonly string[]
  readonly onSelect: (id: string) => void
  readonly onFix: (id: string) => void
}) {
  const listRef = useRef<HTMLUListElement>(null)
  const focusAt = (index: number) => {
    const rows = listRef.current?.querySelectorAll<HTMLElement>('[data-finding]')
    rows?.[Math.min(Math.max(index, 0), rows.length - 1)]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, index: number, { id, fix }: Finding) => {
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: findings.length - 1 }[event.key]
    if (to !== undefined) focusAt(to)
    else if (event.key === 'Enter' && fix) onFix(id)
    else return
    event.preventDefault()
  }
  return (
    <ul ref={listRef} aria-label="Findings">
      {findings.map((finding, index) => (
        <FindingRow
          key={finding.id}
          finding={finding}
          isSelected={finding.id === selectedId}
          isFixing={fixing.includes(finding.id)}
          onSelect={() => onSelect(finding.id)}
          onFix={() => onFix(finding.id)}
          onKeyDown={(event) => onKeyDown(event, index, finding)}
        />
      ))}
    </ul>
  )
}
