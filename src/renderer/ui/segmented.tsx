import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

/** A choice of one among two to four, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => chosen !== '' && onChange(chosen as Value)}
      className="inline-flex overflow-hidden rounded-6 border border-line-control"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="flex h-7 items-center gap-1.5 border-l border-line px-2.5 text-12 whitespace-nowrap text-ink-2 first:border-l-0 hover:text-ink focus-visible:-outline-offset-2 data-[state=on]:bg-overlay data-[state=on]:text-ink light:data-[state=on]:bg-line"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
