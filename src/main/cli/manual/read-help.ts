import type { EventEmitter } from 'node:events'
import type { Command } from 'commander'

export interface HelpTerm {
  readonly term: string
  readonly about: string
}

/** What a command says of itself. */
export interface CommandHelp {
  /** The line to type, like `switchyard host install [options]`. */
  readonly usage: string
  readonly description: string
  readonly args: readonly HelpTerm[]
  readonly options: readonly HelpTerm[]
  /** What follows its help: words and examples; empty when there is nothing. */
  readonly after: string
}

/** The program's own help, and that of every command that does something, each after what it belongs to. */
export function readHelp(program: Command): {
  readonly help: CommandHelp
  readonly commands: readonly CommandHelp[]
} {
  return { help: readOne(program), commands: listCommands(program).map(readOne) }
}

function listCommands(command: Command): readonly Command[] {
  const own = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help')
  return own.flatMap((each) => [each, ...listCommands(each)])
}

function readOne(command: Command): CommandHelp {
  const help = command.createHelp()
  return {
    usage: help.commandUsage(command),
    description: help.commandDescription(command),
    args: help.visibleArguments(command).map((each) => ({
      term: help.argumentTerm(each),
      about: help.argumentDescription(each),
    })),
    options: help
      .visibleOptions(command)
      .filter((option) => command.parent === null || option.long !== '--help')
      .map((option) => ({ term: help.optionTerm(option), about: help.optionDescription(option) })),
    after: readAfter(command),
  }
}

/** Commander keeps the text of `addHelpText` in listeners of an event, and its types leave out that a command is an emitter. */
function readAfter(command: Command): string {
  const parts: string[] = []
  const emitter = command as unknown as EventEmitter
  emitter.emit('afterHelp', { error: false, command, write: (text: string) => void parts.push(text) })
  return parts.join('').trim()
}
