import type { Command } from 'commander'
import type { Session } from '../../session.ts'
import { addScheduleAddCommand } from './add.ts'
import { addScheduleChanges } from './changes.ts'
import { addScheduleLists } from './lists.ts'
import { addScheduleRunNowCommand } from './run-now.ts'

export function addScheduleCommand(program: Command, session: Session): void {
  const schedule = program
    .command('schedule')
    .summary('Start, stop and more at set times')
    .description('What Switchyard does with the lab at set times, while it is open')
    .addHelpText('after', examples)
  addScheduleLists(schedule, session)
  addScheduleAddCommand(schedule, session)
  addScheduleChanges(schedule, session)
  addScheduleRunNowCommand(schedule, session)
}

const examples = `
A schedule is carried out while \`switchyard serve\` or the desktop app is open; \`switchyard autostart enable\` keeps one open.

Example:
  $ switchyard schedule add morning --at 08:00 --days weekdays --do apps-on
  $ switchyard schedule add night --at 23:30 --do apps-off
  $ switchyard schedule list`
