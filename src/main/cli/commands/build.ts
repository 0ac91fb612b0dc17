import type { Command } from 'commander'
import { addDryRunOption } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addBuildCommand(program: Command, session: Session): void {
  const command = program
    .command('build')
    .summary('Build images, with or without the cache')
    .description('Build the images of services that have a build; containers stay until the next `up`')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .option('--no-cache', 'build every step anew')
    .option('--pull', 'ask the registry for newer base images')
    .addHelpText('after', examples)
  addDryRunOption(command)
  command.action(
    (targets: readonly string[], options: { readonly cache: boolean; readonly pull?: boolean }) =>
      performRun(session, command, {
        kind: 'build',
        targets,
        build: { noCache: !options.cache, pullBase: options.pull ?? false },
      }),
  )
}

const examples = `
Example:
  $ switchyard build --no-cache
  $ switchyard build apps/api && switchyard up apps`
