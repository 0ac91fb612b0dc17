import { InvalidArgumentError, Option, type Command } from 'commander'
import type { SplitStyle } from '../../../shared/move-in-words.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

interface SplitOptions {
  readonly into?: string
  readonly style: SplitStyle
  readonly group?: Readonly<Record<string, string>>
  readonly offset?: number
  readonly dryRun?: boolean
}

export function addSplitCommand(program: Command, session: Session): void {
  const command = program
    .command('split')
    .summary('Make stacks of one big Compose file')
    .description(
      'Make stacks of one big Compose file: new files beside the old one, which is never touched, and a switchyard.yaml',
    )
    .argument('[file]', 'the Compose file; default: the one of the lab with the most services')
    .option('--into <dir>', 'folder of the new files; default: that of the file')
    .addOption(
      new Option('--style <style>', 'one project in several files, or a numbered folder and project each')
        .choices(['split', 'numbered'])
        .default('split'),
    )
    .option(
      '--group <name=services>',
      'put services into a stack, like data=postgres,redis; can be given several times',
      collectGroups,
    )
    .option(
      '--offset <number>',
      'how far ports are moved in the environment beside; default: 10000',
      parseOffset,
    )
    .option('--dry-run', 'print every file and write nothing')
    .addHelpText('after', examples)
  command.action((file: string | undefined, options: SplitOptions) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { default: paths } = await import('node:path')
      const { renderSplit } = await import('../render/split.ts')
      const path = (given: string | undefined) =>
        given === undefined ? null : paths.resolve(world.workingDir, given)
      const request = {
        // A file elsewhere brings its own folder: that is the lab then.
        dir: selection.dir,
        file: path(file),
        into: path(options.into),
        style: options.style,
        groups: { ...options.group },
        profiles: [...(selection.profiles ?? [])],
        ...(options.offset === undefined ? {} : { offset: options.offset }),
      }
      const isDry = options.dryRun ?? false
      const proposal = isDry ? await client.moveIn.propose(request) : await client.moveIn.write(request)
      if (isJson) terminal.printJson({ ...proposal, written: !isDry })
      else terminal.print(renderSplit(proposal, { isDry, style: terminal.style }))
      return proposal.problems.length > 0 ? exitCodes.usage : exitCodes.done
    }),
  )
}

function collectGroups(
  text: string,
  collected: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [name = '', services = ''] = text.split('=')
  const members = services.split(',').filter((service) => service !== '')
  if (name === '' || members.length === 0) {
    throw new InvalidArgumentError('Give a name and its services, like data=postgres,redis.')
  }
  return { ...collected, ...Object.fromEntries(members.map((service) => [service, name])) }
}

function parseOffset(text: string): number {
  const offset = Number(text)
  if (!Number.isInteger(offset) || offset < 1 || offset > 60_000)
    throw new InvalidArgumentError('Give a whole number from 1 to 60000.')
  return offset
}

const examples = `
The images say what a service is; --group says otherwise. Nothing is written that Compose does not resolve to the same services.

Example:
  $ switchyard split --dry-run
  $ switchyard split docker-compose.yml --group data=postgres,redis
  $ switchyard split --style numbered --into ../lab`
