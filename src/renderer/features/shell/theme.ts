import type { ITheme } from '@xterm/xterm'

/** Our tokens for the sixteen colours of a terminal; xterm itself keeps the contrast of text at 4.5. */
const tokens = {
  background: '--well',
  foreground: '--ink',
  cursor: '--ink',
  cursorAccent: '--well',
  selectionBackground: '--line-strong',
  selectionInactiveBackground: '--line',
  scrollbarSliderBackground: '--line',
  scrollbarSliderHoverBackground: '--line-strong',
  scrollbarSliderActiveBackground: '--line-strong',
  black: '--line-strong',
  red: '--signal-failed-ink',
  green: '--signal-ready-ink',
  yellow: '--signal-loading-ink',
  blue: '--signal-done-ink',
  magenta: '--livery-plum',
  cyan: '--livery-teal',
  white: '--ink-2',
  brightBlack: '--ink-3',
  brightRed: '--livery-rose',
  brightGreen: '--livery-moss',
  brightYellow: '--livery-ochre',
  brightBlue: '--livery-denim',
  brightMagenta: '--livery-plum',
  brightCyan: '--livery-teal',
  brightWhite: '--ink',
} as const satisfies Partial<Record<keyof ITheme, string>>

/** The terminal's colours, as the page has them now. `read` gives the value of a custom property. */
export function themeOf(read: (property: string) => string): ITheme {
  return Object.fromEntries(Object.entries(tokens).map(([colour, token]) => [colour, read(token).trim()]))
}

/** Calls back when the page turns dark or light; returns how to stop that. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
