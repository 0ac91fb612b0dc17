import type { Command } from 'commander'
import { fullTargets } from '../full-targets.ts'
import type { Session } from '../session.ts'

export function addStatusCommand(program: Command, session: Session): void {
  const command = program
    .command('status')
    .summary('Show stacks and services as they are')
    .description('Show stacks and services as they are')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .option('--watch', 'go on showing what changes, until Ctrl-C')
    .addHelpText('after', examples)
  command.action((targets: readonly string[], { watch = false }: { readonly watch?: boolean }) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson, world } = context
      if (watch) {
        // What redraws takes a moment to load, and one look never needs it.
        const { showChanges } = await import('../status/show-changes.ts')
        return showChanges(context, await fullTargets(context, targets))
      }
      const { selectStatus } = await import('../select-status.ts')
      const { renderStatus } = await import('../render/status.ts')
      const named = await fullTargets(context, targets)
      const status = selectStatus(await client.labs.status(selection), named)
      if (isJson) terminal.printJson(status)
      else terminal.print(renderStatus(status, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
With --watch --json, each line is one object. Its type is \`status\` for everything at once, as without --watch: first, and
whenever much may have changed; then \`service\` (with stack, stackState and service), \`engine\`, \`run\` or \`problems\`
for what has changed since. Each has the time as \`at\`.

Example:
  $ switchyard status
  $ switchyard status data --json
  $ switchyard status --watch
  $ switchyard status --watch --json | jq -r 'select(.type == "service") | "\\(.stack)/\\(.service.name) \\(.service.readiness)"'`
