import type { Command } from 'commander'
import type { RunKind } from '../../../shared/plan.ts'
import { addIncludeAlwaysOnOption, addReplaceGpuOption } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addPlanCommand(program: Command, session: Session): void {
  const command = program
    .command('plan')
    .summary('Print what a command would do')
    .description('Print what a command would do: waves, gates, exact commands; nothing is changed')
    .argument('[action]', 'up, stop, down, restart or update (default: up)')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addIncludeAlwaysOnOption(command)
  addReplaceGpuOption(command)
  command.action((action: string | undefined, targets: readonly string[]) => {
    const kind = kinds.get(action ?? 'up')
    // `plan data` means `plan up data`: the word is a target when it is no action.
    const request = kind ? { kind, targets } : { kind: 'start' as const, targets: [action ?? '', ...targets] }
    return performRun(session, command, { ...request, isPlanOnly: true })
  })
}

const kinds: ReadonlyMap<string, RunKind> = new Map([
  ['up', 'start'],
  ['stop', 'stop'],
  ['down', 'down'],
  ['restart', 'restart'],
  ['update', 'update'],
])

const examples = `
Example:
  $ switchyard plan
  $ switchyard plan restart data --json`
