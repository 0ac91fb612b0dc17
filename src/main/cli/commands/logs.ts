import { InvalidArgumentError, type Command } from 'commander'
import type { Session } from '../session.ts'

export function addLogsCommand(program: Command, session: Session): void {
  const command = program
    .command('logs')
    .summary('Print the logs of services')
    .description('Print the logs of services, each line with its service')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .option('-f, --follow', 'go on with new lines, until nothing runs any more')
    .option('-n, --tail <lines>', 'only the last lines of each container', parseLines)
    .addHelpText('after', examples)
  command.action(
    (targets: readonly string[], options: { readonly follow?: boolean; readonly tail?: number }) =>
      session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
        const { createLogRenderer } = await import('../render/logs.ts')
        const renderLogLine = createLogRenderer()
        // Nobody reads any more, and the next line may be hours away.
        terminal.onClosed(() => world.quit(0))
        const batches = await client.labs.logs({
          ...selection,
          targets: [...targets],
          follow: options.follow ?? false,
          untilStopped: true,
          tail: options.tail ?? null,
        })
        for await (const { lines } of batches) {
          for (const logLine of lines) {
            if (isJson) terminal.printJson(logLine)
            else terminal.print([renderLogLine(logLine)])
          }
        }
        return 0
      }),
  )
}

function parseLines(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number of lines.')
  return Number(text)
}

const examples = `
Example:
  $ switchyard logs data/db --tail 100
  $ switchyard logs -f apps`
