import { ChevronDown } from 'lucide-react'
import { Select } from 'radix-ui'

export interface PickerOption {
  readonly value: string
  readonly label: string
  readonly description?: string
}

/** A choice of one among few, with its name in front of the value. */
export function Picker({
  name,
  value,
  options,
  onChange,
}: {
  readonly name: string
  readonly value: string
  readonly options: readonly PickerOption[]
  readonly onChange: (value: string) => void
}) {
  const current = options.find((option) => option.value === value)
  return (
    <Select.Root value={value} onValueChange={onChange}>
      <Select.Trigger
        aria-label={`${name}: ${current?.label ?? value}`}
        className="inline-flex h-6 items-center gap-1.5 rounded-6 border border-line-control px-2 text-12 hover:bg-raised"
      >
        <span className="text-ink-3">{name}</span>
        <Select.Value>{current?.label ?? value}</Select.Value>
        <ChevronDown size={14} aria-hidden className="text-ink-3" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-auto rounded-8 bg-overlay p-1 shadow-2"
        >
          <Select.Viewport>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value} className={menuItem}>
                <Select.ItemText>{option.label}</Select.ItemText>
                {option.description !== undefined && (
                  <span className="ml-auto pl-4 text-11 text-ink-3">{option.description}</span>
                )}
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  )
}

/** The look of one entry in anything that floats. */
export const menuItem =
  'flex h-7 items-center gap-2 rounded-6 px-2 text-12 text-ink outline-none select-none data-[disabled]:text-ink-3 data-[highlighted]:bg-raised light:data-[highlighted]:bg-raised data-[state=checked]:font-medium'
