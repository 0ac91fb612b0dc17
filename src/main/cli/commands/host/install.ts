import { InvalidArgumentError, type Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import { confirm } from '../../confirm.ts'

interface InstallOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly askPassword?: boolean
  readonly contents?: boolean
  readonly swapPlace?: Readonly<Record<string, string>>
}

export function addHostInstallCommand(host: Command, session: Session): void {
  const command = host
    .command('install')
    .summary('Install the privileged helper')
    .description(
      'Install the helper that prepares the host for heavy starts; shows what it writes and asks first',
    )
    .option('--dry-run', 'print what would be written and write nothing')
    .option('--yes', 'do not ask')
    .option('--contents', 'print what the files contain')
    .option('--ask-password', 'give no group the right to use it without a password')
    .option(
      '--swap-place <name=dir>',
      'a folder for swap files, like fast=/srv/swap; can be given several times',
      addPlace,
    )
    .addHelpText('after', examples)
  command.action((options: InstallOptions) =>
    session.perform(command, async (context) => {
      const { hostSetup, terminal, isJson } = context
      const { describeInstalled, renderInstallPlan } = await import('../../render/host-install.ts')
      const wishes = { askPassword: options.askPassword ?? false, swapPlaces: options.swapPlace ?? {} }
      const plan = await hostSetup.planInstall(wishes)
      const withContents = options.contents ?? false
      if (isJson && (options.dryRun || plan.isCurrent)) terminal.printJson(cutContents(plan, withContents))
      if (!isJson) terminal.print(renderInstallPlan(plan, { withContents }))
      if (options.dryRun || plan.isCurrent) return exitCodes.done
      if (!options.yes && !(await confirm(context, 'Write this? [y/N] '))) return exitCodes.cancelled
      const installed = await hostSetup.install(wishes, plan)
      if (isJson) terminal.printJson(cutContents(installed, withContents))
      else terminal.print(describeInstalled(installed))
      return exitCodes.done
    }),
  )
}

function addPlace(
  text: string,
  places: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, dir] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || dir === undefined)
    throw new InvalidArgumentError('Give a name and a folder, like fast=/srv/swap.')
  return { ...places, [name]: dir }
}

/** The helper's own files are long, and their digests say what they are. */
function cutContents<Plan extends { readonly items: readonly { readonly content: string | null }[] }>(
  plan: Plan,
  withContents: boolean,
) {
  return withContents ? plan : { ...plan, items: plan.items.map((item) => ({ ...item, content: null })) }
}

const examples = `
Example:
  $ switchyard host install --dry-run --contents
  $ switchyard host install --swap-place fast=/srv/swap`
