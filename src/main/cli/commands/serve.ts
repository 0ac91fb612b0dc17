import { InvalidArgumentError, type Command } from 'commander'
import type { ServeOptions } from '../serve/serve.ts'
import type { Session } from '../session.ts'

export function addServeCommand(program: Command, session: Session): void {
  const command = program
    .command('serve')
    .summary('Show the lab in a browser')
    .description('Serve the page on this machine, and print a link that opens it once')
    .option('--port <number>', 'port to listen on (default: 7420, or the next free one)', parsePort)
    .option('--open', 'open the page in your browser')
    .option('--no-link', 'print no link, because others can read what is printed; a token lets you in')
    .option('--start', 'start the lab as well, once after each boot of the machine')
    .option('--host <address>', 'another address than 127.0.0.1; needs a token')
    .option('--public-url <url>', 'how browsers reach it through a proxy with TLS; needs a token')
    .option('--token-file <file>', 'file with your token, at least 16 characters (or SWITCHYARD_TOKEN)')
    .option('--metrics', 'answer Prometheus at /metrics, with a token of its own')
    .option('--no-metrics', 'do not, whatever the settings say')
    .option('--metrics-token-file <file>', 'file with that token (default: made in the settings folder)')
    .addHelpText('after', examples)
  command.action((options: ServeOptions) =>
    session.perform(command, async (context) => {
      const { serve } = await import('../serve/serve.ts')
      const isNamed = command.optsWithGlobals<{ readonly lab?: string }>().lab !== undefined
      return serve(context, options, { isNamed })
    }),
  )
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Give a port from 0 to 65535.')
  return port
}

const examples = `
Example:
  $ switchyard serve --open
  $ switchyard serve --lab ~/lab --port 8000
  $ switchyard serve --host 0.0.0.0 --token-file ~/.config/switchyard/token
  $ switchyard serve --metrics`
