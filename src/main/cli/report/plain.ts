import type { RunRequest } from '../../../shared/contract.ts'
import { renderPlainEvent } from '../render/run-plain.ts'
import { describeRun } from '../render/run-words.ts'
import { renderRunSummary } from '../render/run-summary.ts'
import { applyToScreen, type RunScreen } from '../render/run-screen.ts'
import type { CommandContext } from '../session.ts'
import type { RunReporter } from './reporter.ts'

/** One line for each change, for pipes, logs and terminals that cannot repaint. */
export function createPlainReporter(
  { terminal }: Pick<CommandContext, 'terminal'>,
  request: RunRequest,
): RunReporter {
  let screen: RunScreen | null = null
  return {
    show(event) {
      const before = screen
      screen = applyToScreen(screen, event)
      terminal.print(renderPlainEvent(before, screen, event, describeRun(screen.view.plan, request)))
      if (event.type === 'run-finished') terminal.print(renderRunSummary(screen.view, terminal.style))
    },
    tell: terminal.complain,
    close: () => Promise.resolve(),
  }
}
