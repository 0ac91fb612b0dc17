import { type Command, Option } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'

interface EnableOptions {
  readonly login?: boolean
  readonly boot?: boolean
  readonly startLab?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
}

export function addAutostartEnableCommand(autostart: Command, session: Session): void {
  const command = autostart
    .command('enable')
    .summary('Open Switchyard at login or boot from now on')
    .description('Write a systemd user unit that keeps Switchyard open; shows it and asks first')
    .addOption(new Option('--boot', 'already when the machine boots, before a login').conflicts('login'))
    .option('--login', 'when you log in (default)')
    .option('--start-lab', 'start the lab as well, in its order, once after each boot')
    .option('--dry-run', 'print the unit and write nothing')
    .option('--yes', 'do not ask')
  command.action((options: EnableOptions) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson } = context
      const { renderAutostartPlan, renderDone } = await import('../../render/autostart.ts')
      const when = options.boot ? ('boot' as const) : ('login' as const)
      const wish = { ...selection, when, startLab: options.startLab ?? false }
      const plan = await client.autostart.plan(wish)
      if (isJson && options.dryRun) terminal.printJson(plan)
      if (!isJson) terminal.print(renderAutostartPlan(plan))
      if (options.dryRun) return exitCodes.done
      const { confirm } = await import('../../confirm.ts')
      if (!options.yes && !(await confirm(context, 'Write and start this? [y/N] ')))
        return exitCodes.cancelled
      const enabled = await client.autostart.enable(wish)
      if (isJson) terminal.printJson(enabled)
      else terminal.print(renderDone(enabled.done))
      return exitCodes.done
    }),
  )
}
