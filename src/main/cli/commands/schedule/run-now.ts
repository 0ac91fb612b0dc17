import type { Command } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { exitCodes } from '../../exit-codes.ts'
import { addDryRunOption } from '../../options.ts'
import type { Session } from '../../session.ts'

export function addScheduleRunNowCommand(schedule: Command, session: Session): void {
  const command = schedule
    .command('run-now')
    .summary('Do now what a schedule does at its time')
    .description('Do now what a schedule does at its time, paused or not; its next time stays')
    .argument('<schedule>', 'its name')
  addDryRunOption(command)
  command.action((name: string, { dryRun = false }: { readonly dryRun?: boolean }) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson } = context
      const { dir } = selection
      const found = (await client.schedules.list({ dir })).schedules.find((each) => each.name === name)
      if (!found)
        throw new SwitchyardError('NAME_UNKNOWN', `There is no schedule ${name}.`, {
          hint: '`switchyard schedule list` shows those that there are.',
        })
      const { environment, profiles, action } = found
      const request = { dir, environment, profiles, ...action }
      if (!dryRun) {
        const { followRun } = await import('../../follow-run.ts')
        return followRun(context, request, {
          start: () => client.schedules.runNow({ dir, name }),
        })
      }
      const { renderPlan } = await import('../../render/plan.ts')
      const plan = await client.runs.plan(request)
      if (isJson) terminal.printJson(plan)
      else terminal.print(renderPlan(plan, terminal.style))
      return exitCodes.done
    }),
  )
}
