import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import { copyText } from '../../ui/copy-text.ts'
import type { Screen } from './session.ts'
import { onThemeChange, themeOf } from './theme.ts'

/** A terminal in an element of the page. */
export interface TerminalView {
  readonly screen: Screen
  readonly onKeys: (listener: (keys: string) => void) => void
  readonly onResize: (listener: (size: { columns: number; rows: number }) => void) => void
  readonly focus: () => void
  readonly dispose: () => void
}

/** Keys with Control and Shift are the page's; `onLeave` is called for the one that leaves the terminal. */
export function createTerminal(element: HTMLElement, onLeave: () => void): TerminalView {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 13,
    lineHeight: 1.2,
    cursorBlink: false,
    scrollback: 10_000,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    theme: readTheme(element),
    // What a container prints opens nothing, whatever it calls a link.
    linkHandler: { activate: () => undefined },
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  fit.fit()
  terminal.attachCustomKeyEventHandler((event) => !isForPage(event, terminal, onLeave))
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit()
  })
  observer.observe(element)
  const stopTheme = onThemeChange(() => (terminal.options.theme = readTheme(element)))
  return {
    screen: {
      reset: () => terminal.reset(),
      write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
      size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    },
    onKeys: (listener) => void terminal.onData(listener),
    onResize: (listener) => void terminal.onResize(({ cols, rows }) => listener({ columns: cols, rows })),
    focus: () => terminal.focus(),
    dispose() {
      observer.disconnect()
      stopTheme()
      terminal.dispose()
    },
  }
}

/** Whether the page takes the key and the shell does not get it. */
function isForPage(event: KeyboardEvent, terminal: Terminal, onLeave: () => void): boolean {
  if (!event.ctrlKey || !event.shiftKey) return false
  if (event.type === 'keydown' && event.key === 'ArrowUp') {
    event.preventDefault()
    onLeave()
  }
  if (event.type === 'keydown' && event.key.toLowerCase() === 'c' && terminal.hasSelection()) {
    event.preventDefault()
    void copyText(terminal.getSelection())
  }
  return true
}

function readTheme(element: HTMLElement) {
  const style = getComputedStyle(element)
  return themeOf((property) => style.getPropertyValue(property))
}
