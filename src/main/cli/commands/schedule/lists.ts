import { type Command, InvalidArgumentError } from 'commander'
import type { Session } from '../../session.ts'

interface ListOptions {
  readonly allLabs?: boolean
}

export function addScheduleLists(schedule: Command, session: Session): void {
  const list = schedule
    .command('list')
    .summary('List schedules')
    .description('List schedules with their next time and what became of the latest')
    .option('--all-labs', 'of every lab, not of this one only')
  list.action(({ allLabs = false }: ListOptions) =>
    session.perform(list, async ({ client, selection, terminal, isJson, world }) => {
      const found = await client.schedules.list({ dir: allLabs ? null : selection.dir })
      const { renderSchedules } = await import('../../render/schedules.ts')
      if (isJson) terminal.printJson(found)
      else terminal.print(renderSchedules(found, { style: terminal.style, nowMs: world.now(), allLabs }))
      return 0
    }),
  )
  const next = schedule
    .command('next')
    .summary('Show what comes next')
    .description('Show the next times of all schedules, soonest first')
    .option('--all-labs', 'of every lab, not of this one only')
    .option('-n, --count <number>', 'how many', parseCount, 10)
  next.action(({ allLabs = false, count }: ListOptions & { readonly count: number }) =>
    session.perform(next, async ({ client, selection, terminal, isJson }) => {
      const found = await client.schedules.list({ dir: allLabs ? null : selection.dir })
      const { listNext, renderNext } = await import('../../render/schedules.ts')
      const times = listNext(found.schedules, count)
      if (isJson) terminal.printJson({ next: times, keptBy: found.keptBy, notice: found.notice })
      else terminal.print(renderNext(times, found, { allLabs }))
      return 0
    }),
  )
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count > 100)
    throw new InvalidArgumentError('Give a number from 1 to 100.')
  return count
}
