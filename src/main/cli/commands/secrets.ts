import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addSecretsCommand(program: Command, session: Session): void {
  const command = program
    .command('secrets')
    .summary('Show which providers write which env files')
    .description(
      'Show the providers of secrets in `switchyard.yaml`, when each has written its env file, and what is read instead',
    )
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderProviders } = await import('../render/secrets.ts')
      const providers = await client.secrets.list(selection)
      if (isJson) terminal.printJson(providers)
      else terminal.print(renderProviders(providers, selection.dir, terminal.style, world.now()))
      return exitCodes.done
    }),
  )
  const fetch = command
    .command('fetch')
    .summary('Ask every provider now')
    .description(
      'Ask every provider now and write its env file, without starting anything; says names, never values',
    )
    .option('--dry-run', 'print what would be run and change nothing')
    .addHelpText('after', fetchExamples)
  fetch.action((options: { readonly dryRun?: boolean }) =>
    session.perform(fetch, async ({ client, selection, terminal, isJson }) => {
      const { renderCalls, renderFetches } = await import('../render/secrets.ts')
      if (options.dryRun) {
        const providers = await client.secrets.list(selection)
        if (isJson) terminal.printJson(providers)
        else terminal.print(renderCalls(providers))
        return exitCodes.done
      }
      const fetches = await client.secrets.fetch(selection)
      if (isJson) terminal.printJson(fetches)
      else terminal.print(renderFetches(fetches, terminal.style))
      return fetches.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
A start or restart asks the providers itself; \`--no-secrets\` leaves that out.

Example:
  $ switchyard secrets
  $ switchyard secrets fetch`

const fetchExamples = `
Example:
  $ switchyard secrets fetch
  $ switchyard secrets fetch --json | jq '.[].changed'`
