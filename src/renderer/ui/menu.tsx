import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { menuItem } from './picker.tsx'

export interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  /** Shown at the right, like `S`. */
  readonly shortcut?: string
  readonly isDanger?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
}

/** Actions behind a button; `trigger` must be one element that takes a ref. */
export function Menu({
  trigger,
  entries,
  label,
  onOpenChange,
}: {
  readonly trigger: ReactNode
  readonly entries: readonly MenuEntry[]
  readonly label: string
  readonly onOpenChange?: (isOpen: boolean) => void
}) {
  return (
    <DropdownMenu.Root {...(onOpenChange ? { onOpenChange } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align="end"
          sideOffset={4}
          className="z-50 min-w-44 rounded-8 bg-overlay p-1 shadow-2"
        >
          {entries.map(({ label: entry, icon, shortcut, isDanger, disabled, onSelect }) => (
            <DropdownMenu.Item
              key={entry}
              disabled={disabled ?? false}
              onSelect={onSelect}
              className={`${menuItem} ${isDanger ? 'text-failed-ink' : ''}`}
            >
              {icon}
              {entry}
              {shortcut !== undefined && <Key className="ml-auto">{shortcut}</Key>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A key on the keyboard. */
export function Key({
  children,
  className = '',
}: {
  readonly children: ReactNode
  readonly className?: string
}) {
  return (
    <kbd
      className={`numeric inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-4 border border-line-strong px-1 text-11 text-ink-2 ${className}`}
    >
      {children}
    </kbd>
  )
}
