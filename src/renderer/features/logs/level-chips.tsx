import { ToggleGroup } from 'radix-ui'
import { Signal } from '../../ui/signal.tsx'
import { formatNumber } from './format-time.ts'
import { levels, type Level } from './level.ts'

const words: Record<Level, string> = { error: 'Error', warn: 'Warn', info: 'Info', debug: 'Debug' }

/** Which levels are shown, and how many lines each has. */
export function LevelChips({
  shown,
  counts,
  onChange,
}: {
  readonly shown: ReadonlySet<Level>
  readonly counts: Readonly<Record<Level, number>>
  readonly onChange: (levels: ReadonlySet<Level>) => void
}) {
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label="Levels"
      value={[...shown]}
      onValueChange={(values) => onChange(new Set(levels.filter((level) => values.includes(level))))}
      className="inline-flex overflow-hidden rounded-6 border border-line-control"
    >
      {levels.map((level) => (
        <ToggleGroup.Item
          key={level}
          value={level}
          aria-label={`${words[level]}, ${counts[level]}`}
          className="flex h-7 items-center gap-1.5 border-l border-line px-2.5 text-12 whitespace-nowrap text-ink-3 first:border-l-0 hover:text-ink focus-visible:-outline-offset-2 data-[state=on]:bg-overlay data-[state=on]:text-ink light:data-[state=on]:bg-line"
        >
          {level === 'error' && <Signal state="failed" label={null} size={14} />}
          {level === 'warn' && <Signal state="warning" label={null} size={14} />}
          {words[level]}
          {counts[level] > 0 && <span className="numeric text-11">{formatNumber(counts[level])}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
