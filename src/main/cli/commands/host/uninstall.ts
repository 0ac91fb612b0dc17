import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { confirm } from '../../confirm.ts'

interface UninstallOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
}

export function addHostUninstallCommand(host: Command, session: Session): void {
  const command = host
    .command('uninstall')
    .summary('Remove the privileged helper')
    .description('Give the host back and remove what `host install` has written; shows it and asks first')
    .option('--dry-run', 'print what would be removed and remove nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples)
  command.action((options: UninstallOptions) =>
    session.perform(command, async (context) => {
      const { hostSetup, terminal, isJson } = context
      const { describeStays, renderUninstallPlan } = await import('../../render/host-install.ts')
      const plan = await hostSetup.planUninstall()
      if (isJson) terminal.printJson(plan)
      else terminal.print(renderUninstallPlan(plan))
      if (options.dryRun || plan.removes.length === 0) return exitCodes.done
      if (!options.yes && !(await confirm(context, 'Remove this? [y/N] '))) return exitCodes.cancelled
      const after = await hostSetup.uninstall(plan)
      if (!isJson) terminal.print(describeStays(after))
      return exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard host uninstall --dry-run`
