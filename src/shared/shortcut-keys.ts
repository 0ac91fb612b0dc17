/** Keys together, as Electron writes them, like `Control+Alt+Y`. */
export const shortcutPattern =
  /^(?:(?:Control|Alt|Shift|Super)\+)*(?:[A-Z0-9]|F(?:[1-9]|1[0-9]|2[0-4])|Space|Insert|Delete|Home|End|PageUp|PageDown|Up|Down|Left|Right)$/

const modifiers = ['Control', 'Alt', 'Shift', 'Super'] as const
type Modifier = (typeof modifiers)[number]

const modifierNames: ReadonlyMap<string, Modifier> = new Map([
  ['control', 'Control'],
  ['ctrl', 'Control'],
  ['strg', 'Control'],
  ['alt', 'Alt'],
  ['shift', 'Shift'],
  ['super', 'Super'],
  ['meta', 'Super'],
  ['win', 'Super'],
])

const keyNames: ReadonlyMap<string, string> = new Map(
  ['Space', 'Insert', 'Delete', 'Home', 'End', 'PageUp', 'PageDown', 'Up', 'Down', 'Left', 'Right'].map(
    (name) => [name.toLowerCase(), name],
  ),
)

export type ShortcutAnswer =
  { readonly keys: string; readonly problem: null } | { readonly keys: null; readonly problem: string }

/** Keys as a person types them, like `ctrl + alt + y`, in the one way that they are kept; or what is wrong with them. Pure. */
export function readShortcut(typed: string): ShortcutAnswer {
  const parts = typed.split('+').map((part) => part.trim().toLowerCase())
  const key = nameOfKey(parts.at(-1) ?? '')
  const held = parts.slice(0, -1).map((part) => modifierNames.get(part))
  const isKnown = key !== null && !held.includes(undefined) && new Set(held).size === held.length
  if (!isKnown) return refuse(`“${typed.trim()}” is no shortcut. It looks like Ctrl+Alt+Y.`)
  // With Shift alone, nobody could write that letter any more.
  const isFree = /^F\d/.test(key) || held.some((modifier) => modifier !== 'Shift')
  if (!isFree) return refuse('Add Ctrl, Alt or Super: that key alone is needed for writing.')
  const sorted = modifiers.filter((modifier) => held.includes(modifier))
  return { keys: [...sorted, key].join('+'), problem: null }
}

/** `Control+Alt+Y` as it stands on the keys: `Ctrl+Alt+Y`. */
export function formatShortcut(keys: string): string {
  return keys.replace('Control', 'Ctrl')
}

function nameOfKey(typed: string): string | null {
  const name = typed.length <= 1 || /^f\d/.test(typed) ? typed.toUpperCase() : keyNames.get(typed)
  return name !== undefined && shortcutPattern.test(name) ? name : null
}

function refuse(problem: string): ShortcutAnswer {
  return { keys: null, problem }
}
