import type UPlot from 'uplot'
import { colorOf } from './graph-colors.ts'
import type { GraphLine } from './graph-data.ts'

/** Shares of one, as rows from below, into the area that uPlot has left free. A gap stays empty. */
export function drawHeat({ ctx, bbox }: UPlot, lines: readonly GraphLine[]): void {
  const steps = lines[0]?.mean.length ?? 0
  if (steps === 0) return
  const map = new OffscreenCanvas(steps, lines.length)
  const cells = map.getContext('2d')
  if (!cells) return
  const image = cells.createImageData(steps, lines.length)
  const [red, green, blue] = partsOf(cells, colorOf('--series'))
  for (const [row, { mean }] of lines.entries()) {
    let at = (lines.length - 1 - row) * steps * 4
    for (const value of mean) {
      image.data[at] = red
      image.data[at + 1] = green
      image.data[at + 2] = blue
      // A core that does nothing is still there.
      image.data[at + 3] = value === null ? 0 : 20 + 235 * Math.min(1, Math.max(0, value))
      at += 4
    }
  }
  cells.putImageData(image, 0, 0)
  ctx.save()
  ctx.imageSmoothingEnabled = false
  ctx.drawImage(map, bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.restore()
}

/** A canvas gives every opaque colour back as `#rrggbb`. */
function partsOf(context: OffscreenCanvasRenderingContext2D, color: string): [number, number, number] {
  context.fillStyle = color
  const text = context.fillStyle
  const part = (from: number) => Number.parseInt(text.slice(from, from + 2), 16)
  return [part(1), part(3), part(5)]
}
