import { type Command, InvalidArgumentError, Option } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { parseDuration } from '../../../../shared/format.ts'
import type { ScheduleDefinition } from '../../../../shared/schedule.ts'
import {
  parseAction,
  parseDays,
  scheduledActions,
  scheduledKinds,
  type ScheduleWhen,
  type Weekday,
  weekdays,
} from '../../../../shared/schedule-words.ts'
import type { Session } from '../../session.ts'

interface AddOptions {
  readonly at?: string
  readonly days?: readonly Weekday[]
  readonly cron?: string
  readonly do: string
  readonly zone?: string
  /** Minutes. */
  readonly missed?: number
  readonly paused?: boolean
  readonly replace?: boolean
  readonly dryRun?: boolean
  /** Commander turns `--no-…` into a switch that is on unless it is given. */
  readonly build: boolean
  readonly rollback: boolean
}

export function addScheduleAddCommand(schedule: Command, session: Session): void {
  const command = schedule
    .command('add')
    .summary('Add a schedule')
    .description('Do something with the lab, or with some of it, at set times')
    .argument('<name>', 'what to call it, like morning')
    .argument('[targets...]', 'stacks and services; none for the whole lab')
    .option('--at <time>', 'time of day, like 08:00', parseTime)
    .option('--days <days>', 'like mon-fri, sat,sun, weekdays or weekends (default: every day)', readDays)
    .option('--cron <expression>', "instead of both, a cron expression of five fields, like '0 8 * * 1-5'")
    .addOption(new Option('--do <what>', 'what is done then').choices(scheduledActions).makeOptionMandatory())
    .option('--zone <name>', "time zone, like Europe/Berlin (default: the machine's)")
    .option(
      '--missed <duration>',
      'make up for a missed time once when it is this late at most, like 2h; skip for never',
      parseMissed,
    )
    .option('--no-build', 'of an update: leave alone what the files build')
    .option('--no-rollback', 'of an update: leave a new image in place although it did not get ready')
    .option('--paused', 'add it without switching it on')
    .option('--replace', 'take the place of the schedule of that name')
    .option('--dry-run', 'say when it would be due and change nothing')
    .addHelpText('after', examples)
  command.action((name: string, targets: readonly string[], options: AddOptions) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const definition = readDefinition(name, targets, options, {
        environment: selection.environment ?? null,
        profiles: [...(selection.profiles ?? [])],
      })
      const mode = options.replace ? ('change' as const) : ('add' as const)
      const dryRun = options.dryRun ?? false
      const added = await client.schedules.set({ dir: selection.dir, schedule: definition, mode, dryRun })
      const { keptBy } = await client.schedules.list({ dir: selection.dir })
      const { renderAdded } = await import('../../render/schedules.ts')
      if (isJson) terminal.printJson(added)
      else terminal.print(renderAdded(added, { keptBy, dryRun }))
      return 0
    }),
  )
}

function readDefinition(
  name: string,
  targets: readonly string[],
  options: AddOptions,
  lab: Pick<ScheduleDefinition, 'environment' | 'profiles'>,
): ScheduleDefinition {
  const action = parseAction(options.do)
  if (!action) throw new SwitchyardError('USAGE', `There is no action ${options.do}.`)
  if (action.appsOnly && targets.length > 0)
    throw new SwitchyardError('USAGE', `${options.do} is for all apps, so it takes no targets.`, {
      hint: `Say \`--do ${action.kind}\` for ${targets.join(' ')}.`,
    })
  const isPlain = options.build && options.rollback
  if (!isPlain && action.kind !== 'update')
    throw new SwitchyardError('USAGE', '--no-build and --no-rollback are for an update.', {
      hint: 'Say `--do update`, or leave them out.',
    })
  const update = isPlain ? {} : { update: { build: options.build, putBack: options.rollback } }
  return {
    ...lab,
    name,
    when: readWhen(options),
    zone: options.zone ?? null,
    action: { ...action, targets: [...targets], ...update },
    makeUpMinutes: options.missed ?? scheduledKinds[action.kind].makeUpMinutes,
    isPaused: options.paused ?? false,
  }
}

function readWhen({ at, days, cron }: AddOptions): ScheduleDefinition['when'] {
  if (cron !== undefined && (at !== undefined || days !== undefined))
    throw new SwitchyardError('USAGE', 'A cron expression says time and days itself.', {
      hint: 'Leave out --at and --days, or --cron.',
    })
  if (cron !== undefined) return { kind: 'cron', expression: cron }
  if (at === undefined)
    throw new SwitchyardError('USAGE', 'A schedule needs a time.', {
      hint: "Say --at 08:00, or --cron '0 8 * * 1-5'.",
    })
  const when: ScheduleWhen = { kind: 'weekly', at, days: days ?? weekdays }
  return { ...when, days: [...when.days] }
}

function parseTime(text: string): string {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59)
    throw new InvalidArgumentError('Give a time from 00:00 to 23:59, like 08:00.')
  return `${hour.padStart(2, '0')}:${minute}`
}

function readDays(text: string): readonly Weekday[] {
  const days = parseDays(text)
  if (!days) throw new InvalidArgumentError('Give days like mon-fri, sat,sun, weekdays, weekends or daily.')
  return days
}

const mostMinutes = 7 * 24 * 60

function parseMissed(text: string): number {
  const minutes = text === 'skip' ? 0 : (parseDuration(text) ?? -1) / 60_000
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > mostMinutes)
    throw new InvalidArgumentError('Give whole minutes, like 30m or 2h, up to 7d; or skip.')
  return minutes
}

const examples = `
Example:
  $ switchyard schedule add morning --at 08:00 --days weekdays --do apps-on
  $ switchyard schedule add night --at 23:30 --do apps-off --missed skip
  $ switchyard schedule add nap media/jellyfin --cron '30 4 * * sun' --do restart --zone Europe/Berlin
  $ switchyard schedule add newest --cron '0 5 * * sun' --do update`
