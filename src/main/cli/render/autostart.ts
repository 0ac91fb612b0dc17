import type { AutostartPlan, AutostartStatus } from '../../../shared/autostart.ts'
import { describeAutostart } from '../../../shared/autostart-words.ts'
import { formatCommand } from '../../../shared/format.ts'
import { line, span, verbatim, type Line } from './line.ts'

/** The whole unit, the commands that follow, and what to know before. */
export function renderAutostartPlan({ file, text, state, commands, notes }: AutostartPlan): Line[] {
  const words = { new: 'A new file', changed: 'A changed file', same: 'The file as it is' }
  return [
    [span(`${words[state]}: `), span(file, 'strong')],
    ...text
      .trimEnd()
      .split('\n')
      .map((each) => verbatim(`  ${each}`)),
    line(''),
    line('Then, as you and not as root:'),
    ...commands.map((command) => verbatim(`  ${formatCommand(command)}`)),
    ...(notes.length === 0 ? [] : [line('')]),
    ...notes.map((note) => line(note)),
  ]
}

export function renderAutostart(status: AutostartStatus): Line[] {
  return describeAutostart(status).map(({ text, isWarning }) => line(text, isWarning ? 'warning' : 'plain'))
}

/** What was done, a sentence a line. */
export function renderDone(done: readonly string[]): Line[] {
  return done.map((sentence) => line(sentence))
}
