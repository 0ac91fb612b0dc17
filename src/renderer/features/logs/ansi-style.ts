export type AnsiColor = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'bright' | 'dim'

/** What of a terminal's styles the page shows. Backgrounds are left out: they would say something on this page. */
export interface AnsiStyle {
  readonly color: AnsiColor | null
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
}

const plain: AnsiStyle = { color: null, bold: false, italic: false, underline: false }
const basic: readonly (AnsiColor | null)[] = [
  'dim',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'bright',
]

/** The style after `ESC [ parameters m`; null for none. */
export function applySgr(style: AnsiStyle | null, parameters: string): AnsiStyle | null {
  const codes = parameters.split(/[;:]/).map(Number)
  let next = style ?? plain
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(index + 1, index + 5))
      if (code === 38) next = { ...next, color }
      index += used
    } else next = applyCode(next, code)
  }
  return isPlain(next) ? null : next
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return plain
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, color: 'dim' }
  if (code === 3) return { ...style, italic: true }
  if (code === 4) return { ...style, underline: true }
  if (code === 22) return { ...style, bold: false, color: style.color === 'dim' ? null : style.color }
  if (code === 23) return { ...style, italic: false }
  if (code === 24) return { ...style, underline: false }
  if (code === 39) return { ...style, color: null }
  if (code >= 30 && code <= 37) return { ...style, color: basic[code - 30] ?? null }
  if (code >= 90 && code <= 97) return { ...style, color: basic[code - 90] ?? null }
  return style
}

/** `5;n` of 256 colours, or `2;r;g;b`. */
function extendedColor(codes: readonly number[]): {
  readonly color: AnsiColor | null
  readonly used: number
} {
  const [kind, first = 0, second = 0, third = 0] = codes
  if (kind === 2) return { color: nearest(first, second, third), used: 4 }
  if (kind !== 5) return { color: null, used: 0 }
  if (first < 16) return { color: basic[first % 8] ?? null, used: 2 }
  if (first >= 232) return { color: first < 244 ? 'dim' : 'bright', used: 2 }
  const step = (value: number) => (value % 6) * 51
  return { color: nearest(step((first - 16) / 36), step((first - 16) / 6), step(first - 16)), used: 2 }
}

/** By hue: the page has its own shades, which can be read in both themes. */
function nearest(red: number, green: number, blue: number): AnsiColor {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 40) return most < 128 ? 'dim' : 'bright'
  const middle = (most + least) / 2
  const [hasRed, hasGreen, hasBlue] = [red > middle, green > middle, blue > middle]
  if (hasRed) return hasGreen ? 'yellow' : hasBlue ? 'magenta' : 'red'
  if (hasGreen) return hasBlue ? 'cyan' : 'green'
  return 'blue'
}

function isPlain({ color, bold, italic, underline }: AnsiStyle): boolean {
  return color === null && !bold && !italic && !underline
}
