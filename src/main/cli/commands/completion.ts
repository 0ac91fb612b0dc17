import { Argument, type Command } from 'commander'
import type { Session } from '../session.ts'

export function addCompletionCommands(program: Command, session: Session): void {
  program
    .command('completion')
    .summary('Print the completion script of a shell')
    .description('Print the script that completes commands, stacks and services in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScripts } = await import('../complete/scripts.ts')
      session.world.stdout.write(completionScripts[shell])
    })
  // What the scripts call: the words up to the cursor go in, `value<TAB>description` lines come out.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { completeWords } = await import('../complete/complete-words.ts')
      const candidates = await completeWords(program, session.world, words)
      session.world.stdout.write(candidates.map(({ value, about }) => `${value}\t${about}\n`).join(''))
    })
}

const examples = `
Example:
  $ echo 'source <(switchyard completion bash)' >> ~/.bashrc
  $ switchyard completion zsh > ~/.zfunc/_switchyard
  $ switchyard completion fish > ~/.config/fish/completions/switchyard.fish`
