import { useEffect } from 'react'
import type { Action } from './action-registry.tsx'

/** How long the second key of a pair like `g y` may take. */
const pairMs = 1200

/**
 * Listens for the shortcuts of these actions. Keys with Control or Alt act everywhere, the others only outside of fields. In a
 * terminal only those with Shift as well act: all others are the shell's.
 */
export function useShortcuts(actions: readonly Action[], areSingleKeysOn: boolean): void {
  useEffect(() => {
    let pending: { readonly key: string; readonly atMs: number } | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const key = describeKey(event)
      const isChord = event.ctrlKey || event.altKey || event.metaKey
      if (!isChord && (!areSingleKeysOn || isTyping(event.target) || isBehindDialog(event.target))) return
      if (!event.shiftKey && isInTerminal(event.target)) return
      const pair = pending && event.timeStamp - pending.atMs < pairMs ? `${pending.key} ${key}` : null
      pending = null
      const action =
        (pair !== null && actions.find(({ shortcut }) => shortcut === pair)) ||
        actions.findLast(({ shortcut, otherShortcuts }) => shortcut === key || otherShortcuts?.includes(key))
      if (action) {
        event.preventDefault()
        action.run()
      } else if (actions.some(({ shortcut }) => shortcut?.startsWith(`${key} `))) {
        pending = { key, atMs: event.timeStamp }
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [actions, areSingleKeysOn])
}

/** `s`, `Shift+s`, `Control+k`, `?`, `Escape`: letters in lower case, with Shift named; other signs as they are typed. */
export function describeKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
): string {
  const isLetter = /^[a-z]$/i.test(event.key)
  const parts = [
    (event.ctrlKey || event.metaKey) && 'Control',
    event.altKey && 'Alt',
    event.shiftKey && (isLetter || event.key.length > 1) && 'Shift',
    isLetter ? event.key.toLowerCase() : event.key,
  ]
  return parts.filter(Boolean).join('+')
}

const names: Readonly<Record<string, string>> = { Control: 'Ctrl', Escape: 'Esc' }

/** How a shortcut is shown: `G Y`, `Shift S`, `Ctrl K`. */
export function formatShortcut(shortcut: string): string {
  return (
    shortcut
      // A plus at the end is the key itself.
      .split(/ |\+(?=.)/)
      .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
      .join(' ')
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role=textbox], .xterm') !== null)
  )
}

function isInTerminal(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('.xterm') !== null
}

/** While something floats, its own keys count. */
function isBehindDialog(target: EventTarget | null): boolean {
  return (
    document.querySelector(
      '[role=dialog], [role=alertdialog], [role=menu], [data-radix-popper-content-wrapper]',
    ) !== null && target instanceof HTMLElement
  )
}
