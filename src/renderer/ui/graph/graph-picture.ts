import { colorOf, styleOf } from './graph-colors.ts'
import type { GraphLine } from './graph-data.ts'

const lineHeight = 18
const margin = 10

/** A graph as a picture that says by itself what it shows: with its title, and its lines by colour, name and latest value. */
export function drawPicture(
  plot: HTMLCanvasElement,
  {
    title,
    lines,
    format,
  }: {
    readonly title: string
    readonly lines: readonly GraphLine[]
    readonly format: (value: number) => string
  },
): HTMLCanvasElement {
  const ratio = plot.width / Math.max(1, plot.clientWidth)
  const width = plot.width / ratio + 2 * margin
  const picture = document.createElement('canvas')
  const context = picture.getContext('2d')
  if (!context) return plot
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  context.font = font
  const places = placeNames(lines, format, {
    width: width - 2 * margin,
    measure: (text) => context.measureText(text).width,
  })
  const head = margin + lineHeight * (1 + (places.at(-1)?.row ?? 0) + 1)
  picture.width = Math.round(width * ratio)
  picture.height = Math.round((head + margin) * ratio + plot.height)
  context.scale(ratio, ratio)
  context.fillStyle = styleOf('--surface')
  context.fillRect(0, 0, picture.width, picture.height)
  context.font = font
  context.textBaseline = 'middle'
  context.fillStyle = colorOf('--ink')
  context.fillText(title, margin, margin + lineHeight / 2)
  for (const { color, text, x, row } of places) {
    const y = margin + lineHeight * (row + 1)
    context.fillStyle = colorOf(color)
    context.fillRect(margin + x, y + 4, 3, lineHeight - 8)
    context.fillStyle = colorOf('--ink-2')
    context.fillText(text, margin + x + 8, y + lineHeight / 2)
  }
  context.drawImage(plot, margin, head, plot.width / ratio, plot.height / ratio)
  return picture
}

/** Names from left to right, in as many rows as they need. Pure. */
export function placeNames(
  lines: readonly GraphLine[],
  format: (value: number) => string,
  { width, measure }: { readonly width: number; readonly measure: (text: string) => number },
): readonly { readonly text: string; readonly color: string; readonly x: number; readonly row: number }[] {
  let [x, row] = [0, 0]
  return lines.map(({ name, color, mean }) => {
    const latest = mean.findLast((value) => value !== null)
    const text = latest === undefined || latest === null ? name : `${name} ${format(latest)}`
    const length = 8 + measure(text) + 16
    if (x > 0 && x + length > width) [x, row] = [0, row + 1]
    const place = { text, color, x, row }
    x += length
    return place
  })
}
