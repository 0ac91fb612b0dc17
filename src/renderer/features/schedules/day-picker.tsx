import { ToggleGroup } from 'radix-ui'
import { type Weekday, weekdays } from '../../../shared/schedule-words.ts'

/** Any of the days of a week; at least one stays. */
export function DayPicker({
  days,
  onChange,
}: {
  readonly days: readonly Weekday[]
  readonly onChange: (days: readonly Weekday[]) => void
}) {
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label="Days"
      value={[...days]}
      onValueChange={(chosen) =>
        chosen.length > 0 && onChange(weekdays.filter((day) => chosen.includes(day)))
      }
      className="inline-flex overflow-hidden rounded-6 border border-line-control"
    >
      {weekdays.map((day) => (
        <ToggleGroup.Item
          key={day}
          value={day}
          className="flex h-7 items-center border-l border-line px-2 text-12 text-ink-2 capitalize first:border-l-0 hover:text-ink focus-visible:-outline-offset-2 data-[state=on]:bg-overlay data-[state=on]:font-medium data-[state=on]:text-ink light:data-[state=on]:bg-line"
        >
          {day}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
