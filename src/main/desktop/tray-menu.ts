import type { MenuItemConstructorOptions } from 'electron'
import { hiddenCharacters } from '../../shared/format.ts'
import type { LabLink } from '../../shared/links.ts'

export type TrayLink = Pick<LabLink, 'name' | 'stack' | 'url'>

export interface TrayActions {
  readonly open: () => void
  readonly openLink: (url: string) => void
  /** Shows all addresses in the window. */
  readonly openAddresses: () => void
  readonly quit: () => void
}

/** More would be a menu to search in, and the page does that better. */
const mostLinks = 12
const longestLabel = 60

/** The menu of the tray: what runs and has a page is one click away. Pure. */
export function trayMenu(links: readonly TrayLink[], actions: TrayActions): MenuItemConstructorOptions[] {
  const { open, openLink, openAddresses, quit } = actions
  const entries = links.slice(0, mostLinks).map(({ name, stack, url }): MenuItemConstructorOptions => ({
    label: labelOf(name, stack),
    click: () => openLink(url),
  }))
  const all: MenuItemConstructorOptions = { label: 'All addresses…', click: openAddresses }
  return [
    { label: 'Open Switchyard', click: open },
    ...(entries.length === 0
      ? []
      : [{ label: 'Links', submenu: [...entries, { type: 'separator' as const }, all] }]),
    { type: 'separator' },
    { label: 'Quit', click: quit },
  ]
}

/** Names come from the lab's files. A single `&` would be taken for the mark of a key. */
function labelOf(name: string, stack: string): string {
  const text = `${name} (${stack})`.replace(hiddenCharacters, '')
  const short = text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text
  return short.replaceAll('&', '&&')
}
