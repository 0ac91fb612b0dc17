import { Check, Plus, X } from 'lucide-react'
import { Command } from 'cmdk'
import { Popover } from 'radix-ui'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/pill.tsx'
import { listChips, type Source } from './sources.ts'

/** Whose lines are shown; each can be taken away, and others added. */
export function SourceChips({
  sources,
  chosen,
  onChange,
}: {
  readonly sources: readonly Source[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}) {
  const without = (keys: readonly string[]) => new Set([...chosen].filter((key) => !keys.includes(key)))
  const chips = listChips(sources, chosen)
  return (
    <ul aria-label="Services" className="flex min-w-0 flex-wrap items-center gap-1.5">
      {chips.map(({ label, livery, keys }) => (
        <li
          key={`${label}:${keys.length}`}
          className="flex h-6 items-center rounded-6 border border-line bg-surface pl-2 text-12"
        >
          <Tag livery={livery}>{label}</Tag>
          {keys.length > 1 && <span className="numeric pl-1.5 text-11 text-ink-3">{keys.length}</span>}
          <button
            type="button"
            aria-label={`Take ${label} away`}
            disabled={chips.length === 1}
            onClick={() => onChange(without(keys))}
            className="grid size-6 place-items-center rounded-6 text-ink-3 hover:text-ink disabled:opacity-0"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Chooser sources={sources} chosen={chosen} onChange={onChange} />
      </li>
    </ul>
  )
}

function Chooser({
  sources,
  chosen,
  onChange,
}: {
  readonly sources: readonly Source[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}) {
  const toggle = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    if (next.size > 0) onChange(next)
  }
  const stacks = [...Map.groupBy(sources, ({ stack }) => stack)]
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button kind="ghost" size="small" icon={<Plus size={14} aria-hidden />}>
          Add
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label="Services to show"
          className="z-50 w-72 overflow-hidden rounded-8 bg-overlay shadow-2"
        >
          <Command label="Services to show" loop>
            <Command.Input
              placeholder="Find a service"
              className="h-9 w-full border-b border-line bg-transparent px-3 text-12 outline-none placeholder:text-ink-3"
            />
            <Command.List className="max-h-80 overflow-auto p-1">
              <Command.Empty className="p-4 text-center text-12 text-ink-2">
                No service has this name.
              </Command.Empty>
              <Command.Item
                value="All services"
                onSelect={() => onChange(new Set(sources.map(({ key }) => key)))}
                className={item}
              >
                <span className="w-3.5" />
                All {sources.length} services
              </Command.Item>
              {stacks.map(([stack, members]) => (
                <Command.Group
                  key={stack}
                  heading={stack}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {members.map(({ key, name, livery }) => (
                    <Command.Item key={key} value={key} onSelect={() => toggle(key)} className={item}>
                      <span className="w-3.5">
                        {chosen.has(key) && <Check size={14} aria-label="shown" />}
                      </span>
                      <Tag livery={livery}>{name}</Tag>
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const item =
  'flex h-7 items-center gap-2 rounded-6 px-2 text-12 select-none data-[selected=true]:bg-raised light:data-[selected=true]:bg-line'
