import type { Command } from 'commander'
import type { Plan } from '../../../shared/plan.ts'
import { addDryRunOption, addIncludeAlwaysOnOption } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { CommandContext, Session } from '../session.ts'

export function addDownCommand(program: Command, session: Session): void {
  const command = program
    .command('down')
    .summary('Stop and remove containers and networks')
    .description('Stop and remove containers and networks; volumes and always-on stacks stay')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  command.action((targets: readonly string[]) =>
    performRun(session, command, { kind: 'down', targets, afterwards: tellWhatStays }),
  )
}

/** Longer nobody waits for sizes at the end of a take-down. */
const sizePatienceMs = 1500

/** The volumes of what was taken down, which stay. */
async function tellWhatStays(
  { client, selection, terminal, isJson }: CommandContext,
  plan: Plan,
): Promise<void> {
  if (isJson) return
  const [{ describeWhatStays }, { line }] = await Promise.all([
    import('../../../shared/storage-words.ts'),
    import('../render/line.ts'),
  ])
  const stacks = plan.waves.flat()
  // What was asked for is done; that this cannot be told is no failure of it.
  const volumes = await client.storage
    .volumes({ ...selection, stacks, waitMs: sizePatienceMs })
    .catch(() => [])
  const sentence = describeWhatStays(volumes)
  if (sentence !== null) terminal.print([line(sentence)])
}

const examples = `
Example:
  $ switchyard down
  $ switchyard down apps --dry-run`
