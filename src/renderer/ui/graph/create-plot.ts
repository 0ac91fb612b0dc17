import UPlot from 'uplot'
import { watchView } from '../in-view.ts'
import { drawSoon } from './draw-queue.ts'
import { onColors } from './graph-colors.ts'
import { type GraphLine, type GraphShape, type GraphTimes, toColumns } from './graph-data.ts'
import { drawHeat } from './graph-heat.ts'
import { drawMarks, type GraphMark } from './graph-marks.ts'
import { plotOptions } from './graph-options.ts'

/** What is drawn at a moment. */
export interface GraphPicture {
  readonly times: GraphTimes
  readonly lines: readonly GraphLine[]
  readonly marks: readonly GraphMark[]
}

export interface PlotHandlers {
  readonly format: (value: number) => string
  /** Of what was dragged over, in epoch milliseconds. */
  readonly onChoose: (fromMs: number, toMs: number) => void
  /** The cursor stands on another step, or the values have changed; null without a cursor. */
  readonly onStep: (step: number | null) => void
  /** The pointer is over this plot, at that time, and what is so near to it is meant; null when it is elsewhere. */
  readonly onPoint: (point: { readonly atMs: number; readonly nearMs: number } | null) => void
}

export interface Plot {
  /** Draws it when its turn comes, as long as the place can be seen. */
  show(picture: GraphPicture): void
  /** As it is drawn now. */
  canvas(): HTMLCanvasElement
  dispose(): void
}

/** A shorter drag is a click. */
const leastPixels = 4
/** A pointer that is so near to a mark means it. */
const nearPixels = 5

/** Names, colours and looks stay; only values change. */
export function createPlot(
  target: HTMLElement,
  first: GraphPicture,
  options: GraphShape & {
    readonly isBinary: boolean
    readonly height: number
    readonly handlers: PlotHandlers
  },
): Plot {
  const { height, isBinary, handlers } = options
  let picture = first
  let isInView = true
  let isStale = false
  const tellStep = (plot: UPlot) => handlers.onStep(plot.cursor.idx ?? null)
  // Other plots have the same cursor; the pointer is over one of them only.
  const tellPoint = (plot: UPlot) => {
    const left = plot.cursor.left ?? -1
    const at = (pixels: number) => plot.posToVal(pixels, 'x') * 1000
    const isHere = left >= 0 && plot.over.matches(':hover')
    handlers.onPoint(isHere ? { atMs: at(left), nearMs: at(nearPixels) - at(0) } : null)
  }
  const markAll = (drawn: UPlot) => drawMarks(drawn, picture.marks)
  const plot = new UPlot(
    {
      ...plotOptions(first.lines, options, handlers.format, isBinary),
      width: target.clientWidth,
      height,
      hooks: {
        setCursor: [tellStep, tellPoint],
        setData: [tellStep],
        setSelect: [
          ({ select: { left, width } }) => {
            const at = (pixels: number) => plot.posToVal(pixels, 'x') * 1000
            if (width >= leastPixels) handlers.onChoose(at(left), at(left + width))
          },
        ],
        ...(options.look === 'heat'
          ? { draw: [(drawn: UPlot) => drawHeat(drawn, picture.lines), markAll] }
          : { drawAxes: [markAll] }),
      },
    },
    toColumns(first.times, first.lines, options),
    target,
  )

  /** At once: left to itself, uPlot would draw after the frame's time is over. */
  function draw(): void {
    isStale = false
    plot.batch(() => {
      plot.setData(toColumns(picture.times, picture.lines, options))
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    })
  }

  const sizes = new ResizeObserver(() => {
    if (target.clientWidth !== plot.width) plot.setSize({ width: target.clientWidth, height })
  })
  sizes.observe(target)
  const stopColors = onColors(() => plot.redraw(false, true))
  const stopView = watchView(target, (isSeen) => {
    isInView = isSeen
    if (isSeen && isStale) drawSoon(draw)
  })
  let takeBack = () => {}
  return {
    show(next) {
      const isSame = next.lines === picture.lines && next.times === picture.times
      if (isSame && next.marks === picture.marks) return
      picture = next
      isStale = true
      if (isInView) takeBack = drawSoon(draw)
    },
    canvas() {
      if (isStale) draw()
      return plot.ctx.canvas
    },
    dispose() {
      takeBack()
      stopView()
      stopColors()
      sizes.disconnect()
      plot.destroy()
    },
  }
}
