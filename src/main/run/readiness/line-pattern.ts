import { createContext, Script } from 'node:vm'
import { SwitchyardError } from '../../../shared/errors.ts'

const limitMs = 250
const search = new Script('lines.some((line) => pattern.test(line))')

/**
 * A test whether a pattern of the operator stands in one of these lines. A pattern like `(a+)+$` can take longer than the
 * universe for a line that a container makes up, and nothing else would go on meanwhile: then LAB_FILE_INVALID is thrown.
 */
export function createLinePattern(source: string): (lines: readonly string[]) => boolean {
  const pattern = new RegExp(source)
  const context = createContext({ pattern, lines: [] as readonly string[] })
  return (lines) => {
    context['lines'] = lines
    try {
      return search.runInContext(context, { timeout: limitMs }) as boolean
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
      throw new SwitchyardError(
        'LAB_FILE_INVALID',
        `The pattern ${source} takes too long for a line of the log; write it without nested repetitions.`,
        { cause },
      )
    }
  }
}
