import type { Command } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'

export function addScheduleChanges(schedule: Command, session: Session): void {
  addPause(schedule, session, {
    verb: 'pause',
    summary: 'Leave a schedule out until it is resumed',
    isPaused: true,
  })
  addPause(schedule, session, { verb: 'resume', summary: 'Go on with a paused schedule', isPaused: false })
  const remove = schedule
    .command('remove')
    .summary('Remove a schedule')
    .description('Remove a schedule, and what became of its times; runs stay in the history')
    .argument('<schedule>', 'its name')
  remove.action((name: string) =>
    session.perform(remove, async ({ client, selection, terminal, isJson }) => {
      const { removed } = await client.schedules.remove({ dir: selection.dir, name })
      if (!removed)
        throw new SwitchyardError('NAME_UNKNOWN', `There is no schedule ${name}.`, {
          hint: '`switchyard schedule list` shows those that there are.',
        })
      const { renderRemoved } = await import('../../render/schedules.ts')
      if (isJson) terminal.printJson({ removed })
      else terminal.print(renderRemoved(name))
      return exitCodes.done
    }),
  )
}

function addPause(
  schedule: Command,
  session: Session,
  {
    verb,
    summary,
    isPaused,
  }: { readonly verb: string; readonly summary: string; readonly isPaused: boolean },
): void {
  const command = schedule
    .command(verb)
    .summary(summary)
    .description(`${summary}; what was due meanwhile is not made up for`)
    .argument('<schedule>', 'its name')
  command.action((name: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const changed = await client.schedules.pause({ dir: selection.dir, name, isPaused })
      const { keptBy } = await client.schedules.list({ dir: selection.dir })
      const { renderAdded } = await import('../../render/schedules.ts')
      if (isJson) terminal.printJson(changed)
      else terminal.print(renderAdded(changed, { keptBy, dryRun: false }))
      return exitCodes.done
    }),
  )
}
