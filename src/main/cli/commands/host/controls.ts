import { InvalidArgumentError, type Command } from 'commander'
import type { HostAction } from '../../../../shared/host.ts'
import { parseSizeMib } from '../../../../shared/size.ts'
import type { Session } from '../../session.ts'
import { performAction, type ActionOptions } from './perform-action.ts'

/** Swap, earlyoom and the page cache by hand, each for itself. */
export function addHostControls(host: Command, session: Session): void {
  const swap = host.command('swap').description('Put swap on, or take off what was put on by hand')
  const on = addAction(swap, 'on', 'Put a swap file on until you take it off')
    .requiredOption('--size <size>', 'how much, like 16GiB', parseSize)
    .option('--place <name>', 'where: a place that `host install --swap-place` has set up', 'default')
  on.action((options: ActionOptions & { readonly size: number; readonly place: string }) =>
    session.perform(on, (context) =>
      performAction(context, { kind: 'swap-on', swapMib: options.size, swapPlace: options.place }, options),
    ),
  )
  addPlainAction(swap, session, 'off', 'Take the swap off that was put on by hand', { kind: 'swap-off' })

  const guards = host
    .command('earlyoom')
    .description('Pause earlyoom, systemd-oomd and nohang, or resume them')
  addPlainAction(guards, session, 'pause', 'Pause what ends processes when memory runs out', {
    kind: 'guards-pause',
  })
  addPlainAction(guards, session, 'resume', 'Let them guard the memory again', { kind: 'guards-resume' })

  const cache = host.command('cache').description('Drop the page cache')
  addPlainAction(cache, session, 'flush', 'Drop what the kernel has cached of files', { kind: 'flush-cache' })
}

/** Leases: who holds what of the host, and how it is given back by hand. */
export function addHostLeases(host: Command, session: Session): void {
  const leases = host
    .command('leases')
    .description('Who has changed the host, since when, and what goes back')
  leases.action(() =>
    session.perform(leases, async ({ client, terminal, isJson, world }) => {
      const { renderLeases } = await import('../../render/host-control.ts')
      const state = await client.host.state()
      if (isJson) terminal.printJson(state.leases)
      else terminal.print(renderLeases(state.leases, world.now()))
      return 0
    }),
  )

  const restore = addAction(host, 'restore', 'Give the host back now')
    .description('Give the host back now: one lease, or everything that is held')
    .argument('[lease]', 'id of the lease; without it, all of them')
  restore.action((lease: string | undefined, options: ActionOptions) =>
    session.perform(restore, (context) =>
      performAction(context, { kind: 'restore', lease: lease ?? null }, options),
    ),
  )

  const keep = addAction(host, 'keep', 'Stop trying to take a swap off').argument(
    '<lease>',
    'id of the lease',
  )
  keep.action((lease: string, options: ActionOptions) =>
    session.perform(keep, (context) => performAction(context, { kind: 'keep', lease }, options)),
  )

  const audit = host
    .command('audit')
    .description('Everything that was done to the host, and who asked; latest last')
    .option('--limit <number>', 'how many entries', parseLimit, 50)
  audit.action(({ limit }: { readonly limit: number }) =>
    session.perform(audit, async ({ client, terminal, isJson, world }) => {
      const { renderAudit } = await import('../../render/host-control.ts')
      const entries = (await client.host.audit({ limit })).toReversed()
      if (isJson) terminal.printJson(entries)
      else terminal.print(renderAudit(entries, world.now()))
      return 0
    }),
  )
}

function addAction(parent: Command, name: string, what: string): Command {
  return parent
    .command(name)
    .summary(what)
    .description(what)
    .option('--dry-run', 'say what it would do, and do nothing')
    .option('--yes', 'do not ask')
}

function addPlainAction(
  parent: Command,
  session: Session,
  name: string,
  what: string,
  action: HostAction,
): void {
  const command = addAction(parent, name, what)
  command.action((options: ActionOptions) =>
    session.perform(command, (context) => performAction(context, action, options)),
  )
}

function parseSize(text: string): number {
  const mib = parseSizeMib(text)
  if (Number.isNaN(mib)) throw new InvalidArgumentError('Give a size like 512MiB or 16GiB.')
  return mib
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > 1000)
    throw new InvalidArgumentError('Give a number from 1 to 1000.')
  return limit
}
