import type { Command } from 'commander'
import type { Session } from '../../session.ts'

export function addHostStatusCommand(host: Command, session: Session): void {
  const command = host
    .command('status')
    .summary('Show memory, swap, pressure, guards, leases, GPUs and disks')
    .description('Show the machine as it is: memory, swap, pressure, guards, leases, GPUs and disks')
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderHostStatus } = await import('../../render/host-status.ts')
      for await (const status of await client.host.watch(selection)) {
        // How busy the processors are, and what flows, only a second reading can tell.
        if (status.readings.cpu.percent === null) continue
        if (isJson) terminal.printJson(status)
        else terminal.print(renderHostStatus(status, terminal.style, world.now()))
        break
      }
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard host status
  $ switchyard host status --json`
