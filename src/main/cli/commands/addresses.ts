import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addAddressesCommand(program: Command, session: Session): void {
  const command = program
    .command('addresses')
    .summary('List how services reach each other')
    .description(
      'List the addresses of services inside their networks: names, aliases and ports, and where a port is reached from here',
    )
    .argument('[targets...]', 'stacks or services; none means the whole lab')
    .addHelpText('after', examples)
  command.action((targets: readonly string[]) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderAddresses } = await import('../render/addresses.ts')
      const networks = await client.links.addresses({ ...selection, targets: [...targets] })
      if (isJson) terminal.printJson(networks)
      else terminal.print(renderAddresses(networks))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard addresses
  $ switchyard addresses data --json | jq -r '.[].services[].ports[].address'`
