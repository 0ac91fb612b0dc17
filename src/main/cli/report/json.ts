import type { CommandContext } from '../session.ts'
import type { RunReporter } from './reporter.ts'

/** One event a line, for programs; the door's own sentences go to stderr. */
export function createJsonReporter({ terminal }: Pick<CommandContext, 'terminal'>): RunReporter {
  return {
    show: terminal.printJson,
    tell: terminal.complain,
    close: () => Promise.resolve(),
  }
}
