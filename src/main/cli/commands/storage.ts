import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** With `--wait`: as long as the engine takes, up to an hour. */
const longWaitMs = 3_600_000
const shortWaitMs = 8000

export function addStorageCommand(program: Command, session: Session): void {
  const command = program
    .command('storage')
    .summary('Show what fills the disk: images, volumes, build cache, logs')
    .description("Show what fills the engine's disk, by kind and by stack, and what of it nobody needs")
    .option('--wait', 'wait until the engine has measured everything, however long it takes')
    .option('--services', 'show the services of each stack too')
    .addHelpText('after', examples)
  command.action((options: { readonly wait?: boolean; readonly services?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderStorage } = await import('../render/storage.ts')
      const isWaiting = options.wait ?? false
      const view = await client.storage.read({
        ...selection,
        waitMs: isWaiting ? longWaitMs : shortWaitMs,
        fresh: isWaiting,
      })
      if (isJson) terminal.printJson(view)
      else
        terminal.print(
          renderStorage(view, terminal.style, {
            nowMs: world.now(),
            withServices: options.services ?? false,
          }),
        )
      return 0
    }),
  )
}

const examples = `
An image that several stacks use counts for each of them; ALONE is the part that no other image has.

Example:
  $ switchyard storage
  $ switchyard storage --services --wait
  $ switchyard clean --dry-run`
