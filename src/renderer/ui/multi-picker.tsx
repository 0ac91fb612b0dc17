import { Check, ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { formatList } from '../../shared/format.ts'
import { menuItem } from './picker.tsx'

/** A choice of any among few, with its name in front of what is chosen; stays open while one chooses. */
export function MultiPicker({
  name,
  chosen,
  options,
  none,
  onChange,
}: {
  readonly name: string
  readonly chosen: readonly string[]
  readonly options: readonly string[]
  /** What it means to choose nothing; also the entry that takes every choice back. */
  readonly none: string
  readonly onChange: (chosen: readonly string[]) => void
}) {
  const text = chosen.length === 0 ? none : formatList(chosen, 2)
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`${name}: ${text}`}
        className="inline-flex h-6 min-w-0 items-center gap-1.5 rounded-6 border border-line-control px-2 text-12 hover:bg-raised"
      >
        <span className="text-ink-3">{name}</span>
        <span className="max-w-40 truncate">{text}</span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-3" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={name}
          align="start"
          sideOffset={4}
          className="z-50 max-h-80 min-w-44 overflow-auto rounded-8 bg-overlay p-1 shadow-2"
        >
          <Choice text={none} isChosen={chosen.length === 0} onToggle={() => onChange([])} />
          <DropdownMenu.Separator className="mx-2 my-1 h-px bg-line" />
          {options.map((option) => (
            <Choice
              key={option}
              text={option}
              isChosen={chosen.includes(option)}
              onToggle={(isOn) =>
                onChange(isOn ? [...chosen, option] : chosen.filter((other) => other !== option))
              }
            />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Choice({
  text,
  isChosen,
  onToggle,
}: {
  readonly text: string
  readonly isChosen: boolean
  readonly onToggle: (isOn: boolean) => void
}) {
  return (
    <DropdownMenu.CheckboxItem
      checked={isChosen}
      onCheckedChange={onToggle}
      onSelect={(event) => event.preventDefault()}
      className={menuItem}
    >
      <span className="grid size-3.5 place-items-center">{isChosen && <Check size={14} aria-hidden />}</span>
      {text}
    </DropdownMenu.CheckboxItem>
  )
}
