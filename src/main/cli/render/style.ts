import { styleText } from 'node:util'

/** What the doors signal, by shape as well as by colour. */
export type Signal = 'ready' | 'done' | 'loading' | 'waiting' | 'stopped' | 'failed' | 'warning'
export type Tone = 'plain' | 'quiet' | 'strong' | Signal

/** How lines look on one terminal. */
export interface Style {
  readonly unicode: boolean
  readonly paint: (text: string, tone: Tone) => string
}

export function createStyle(options: { readonly hasColour: boolean; readonly unicode: boolean }): Style {
  return { unicode: options.unicode, paint: options.hasColour ? paintTone : (text) => text }
}

/** The style of tests and of files: shapes, no colour. */
export const plainStyle: Style = createStyle({ hasColour: false, unicode: true })

/** Two columns wide, because done is a double tick. */
export function symbolOf(signal: Signal, style: Style): string {
  return (style.unicode ? symbols : asciiSymbols)[signal].padEnd(2)
}

const symbols: Readonly<Record<Signal, string>> = {
  ready: '✓',
  done: '✓✓',
  loading: '◐',
  waiting: '○',
  stopped: '□',
  failed: '✗',
  warning: '!',
}

const asciiSymbols: Readonly<Record<Signal, string>> = {
  ready: '+',
  done: '++',
  loading: '~',
  waiting: '.',
  stopped: '-',
  failed: 'x',
  warning: '!',
}

const formats = {
  quiet: 'gray',
  strong: 'bold',
  ready: 'green',
  done: 'blue',
  loading: 'yellow',
  waiting: 'gray',
  stopped: 'gray',
  failed: 'red',
  warning: 'yellow',
} as const

function paintTone(text: string, tone: Tone): string {
  return tone === 'plain' || text.trim() === ''
    ? text
    : styleText(formats[tone], text, { validateStream: false })
}
