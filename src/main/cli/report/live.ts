import { createLogUpdate } from 'log-update'
import type { RunRequest } from '../../../shared/contract.ts'
import { formatLine, line, type Line } from '../render/line.ts'
import { renderRunFrame } from '../render/run-frame.ts'
import { renderOutput } from '../render/run-output.ts'
import { applyToScreen, type RunScreen } from '../render/run-screen.ts'
import { renderNotice, renderRunSummary } from '../render/run-summary.ts'
import { describeRun } from '../render/run-words.ts'
import type { CommandContext } from '../session.ts'
import type { RunReporter } from './reporter.ts'

/** At most ten repaints a second. */
const shortestPauseMs = 100
/** Elapsed times move on even when nothing happens. */
const tickMs = 500

/** A picture of the run that is painted over in place, and a summary that stays. */
export function createLiveReporter(
  { terminal, world }: Pick<CommandContext, 'terminal' | 'world'>,
  request: RunRequest,
): RunReporter {
  const { style, stdout } = terminal
  const frame = createLogUpdate(stdout)
  let screen: RunScreen | null = null
  let told: string | null = null
  let above: Line[] = []
  let pending: NodeJS.Timeout | undefined

  const paint = () => {
    clearTimeout(pending)
    pending = undefined
    if (above.length > 0) {
      frame.clear()
      terminal.print(above)
      above = []
    }
    if (!screen) return
    const columns = terminal.columns()
    // One row stays free for the cursor.
    const size = { columns, rows: terminal.rows() - (told ? 2 : 1) }
    const lines = renderRunFrame(screen, describeRun(screen.view.plan, request), style, size, world.now())
    const all = told ? [...lines, line(told, 'warning')] : lines
    frame(all.map((painted) => formatLine(painted, style, columns)).join('\n'))
  }
  const paintSoon = () => {
    pending ??= setTimeout(paint, shortestPauseMs)
  }
  const ticker = setInterval(paintSoon, tickMs)
  stdout.on('resize', paintSoon)

  return {
    show(event) {
      screen = applyToScreen(screen, event)
      if (event.type === 'run-started')
        above.push(...event.plan.warnings.map((text) => renderNotice(text, 'warning', style)))
      if (event.type === 'step-output') above.push(...renderOutput(screen.view.plan, event))
      if (event.type === 'notice') above.push(renderNotice(event.message, event.level, style))
      if (event.type !== 'run-finished') return paintSoon()
      frame.clear()
      above.push(...renderRunSummary(screen.view, style))
      screen = null
      paint()
    },
    tell(sentence) {
      told = sentence
      if (screen) paint()
      else terminal.complain(sentence)
    },
    close() {
      clearInterval(ticker)
      clearTimeout(pending)
      stdout.off('resize', paintSoon)
      frame.done()
      return Promise.resolve()
    },
  }
}
