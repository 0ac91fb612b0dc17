import { CommanderError, type Command } from 'commander'
import { createProgram } from '../../../../src/main/cli/program.ts'
import { createSession } from '../../../../src/main/cli/session.ts'
import type { World } from '../../../../src/main/cli/world.ts'
import type { ManualCommand } from './manual-commands.ts'

/** Why the command line would be refused, by the definitions of the commands; null when it would not. Nothing is carried out. */
export async function refusal({ words, isInSentence }: ManualCommand): Promise<string | null> {
  // Nothing but what the definitions themselves look at.
  const world: Pick<World, 'stdout' | 'stderr'> = process
  const program = createProgram(createSession(world as World))
  const names = disarm(program)
  try {
    await program.parseAsync(words, { from: 'user' })
    return null
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const isOnlyNamed = isInSentence && names.has(words.join(' '))
    return isOnlyNamed && error.code.startsWith('commander.missing') ? null : error.message
  }
}

/** Lets every command do nothing; the names of all. */
function disarm(command: Command, path: readonly string[] = []): ReadonlySet<string> {
  const names = new Set([path.join(' ')])
  if (path.length > 0) command.action(() => {})
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
  for (const each of command.commands)
    for (const name of disarm(each, [...path, each.name()])) names.add(name)
  return names
}
