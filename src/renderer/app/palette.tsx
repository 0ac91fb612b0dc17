import { Command, defaultFilter } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useMemo } from 'react'
import type { Action } from '../actions/action-registry.tsx'
import { formatShortcut } from '../actions/shortcuts.ts'
import { Key } from '../ui/menu.tsx'
import { useReturnFocus } from '../ui/return-focus.ts'

/** Below it, the letters only happen to stand somewhere in the title in this order. */
const lowestScore = 0.1

/** Only what can be read is searched; the id behind it tells those of the same title apart. */
function scoreOf(value: string, search: string, keywords?: string[]): number {
  const [title = ''] = value.split('\n')
  const score = defaultFilter(title, search, keywords)
  return score < lowestScore ? 0 : score
}

/** Every action there is, found by typing. */
export function Palette({
  isOpen,
  onClose,
  actions,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly actions: readonly Action[]
}) {
  const returnFocus = useReturnFocus()
  const groups = useMemo(() => {
    const sorted = actions
      .filter(({ id }) => id !== 'palette')
      .toSorted((a, b) => Number(a.isMinor ?? false) - Number(b.isMinor ?? false))
    return [...Map.groupBy(sorted, ({ group }) => group)]
  }, [actions])
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/.4)]" />
        <Dialog.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[600px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-12 bg-overlay shadow-2"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <Command label="Search or run a command" loop filter={scoreOf}>
            <Command.Input
              placeholder="Start, stop, open, go to…"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-15 outline-none placeholder:text-ink-3"
            />
            <Command.List className="max-h-[52vh] overflow-auto p-1.5">
              <Command.Empty className="p-6 text-center text-ink-2">Nothing has this name.</Command.Empty>
              {groups.map(([group, list]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {list.map(({ id, title, keywords, shortcut, run }) => (
                    <Command.Item
                      key={id}
                      value={`${title}\n${id}`}
                      keywords={[group, ...(keywords ?? [])]}
                      onSelect={() => {
                        onClose()
                        run()
                      }}
                      className="flex h-8 items-center gap-2 rounded-6 px-2 select-none data-[selected=true]:bg-raised light:data-[selected=true]:bg-line"
                    >
                      <span className="truncate">{title}</span>
                      {shortcut !== undefined && (
                        <span className="ml-auto flex gap-1">
                          {formatShortcut(shortcut)
                            .split(' ')
                            .map((key, index) => (
                              <Key key={index}>{key}</Key>
                            ))}
                        </span>
                      )}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
