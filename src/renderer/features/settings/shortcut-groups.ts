import type { Action } from '../../actions/action-registry.tsx'

/** The shortcuts of one group, with every way to press each. */
export interface ShortcutGroup {
  readonly name: string
  readonly rows: readonly { readonly title: string; readonly shortcuts: readonly string[] }[]
}

/** What can be pressed now, by the groups of the palette; what has no shortcut is left out. */
export function groupShortcuts(actions: readonly Action[]): readonly ShortcutGroup[] {
  const pressed = actions.flatMap(({ group, title, shortcut, otherShortcuts = [] }) =>
    shortcut === undefined ? [] : [{ group, title, shortcuts: [shortcut, ...otherShortcuts] }],
  )
  return [...Map.groupBy(pressed, ({ group }) => group)].map(([name, rows]) => ({
    name,
    rows: rows.map(({ title, shortcuts }) => ({ title, shortcuts })),
  }))
}
