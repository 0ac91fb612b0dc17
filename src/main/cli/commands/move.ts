import type { Command } from 'commander'
import type { RunRequest } from '../../../shared/contract.ts'
import type { Side } from '../../../shared/move-in-words.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addMoveCommand(program: Command, session: Session): void {
  const move = program
    .command('move')
    .summary('Go over to the stacks of a split, and back')
    .description(
      'Compare old and new stacks, go over to the new ones, and back; containers are stopped and kept',
    )
    .addHelpText('after', examples)
  addCompare(move, session)
  addSide(move, session, 'over', 'new', 'Stop the old containers and start the new stacks on the real ports')
  addSide(move, session, 'back', 'old', 'Stop the new stacks and start the old containers again')
}

function addCompare(move: Command, session: Session): void {
  const command = move
    .command('compare')
    .summary('Show old and new side by side')
    .description(
      'Show each service as before, as new, and beside: state, image, and what the files say differently',
    )
  command.action(() =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderMove } = await import('../render/move.ts')
      const state = await client.moveIn.state({ dir: selection.dir })
      if (isJson) terminal.printJson(state)
      else terminal.print(renderMove(state))
      return exitCodes.done
    }),
  )
}

function addSide(
  move: Command,
  session: Session,
  name: 'over' | 'back',
  to: Side,
  description: string,
): void {
  const command = move
    .command(name)
    .summary(description)
    .description(`${description}; nothing is removed`)
    .option('--dry-run', 'print the plan and change nothing')
  command.action(({ dryRun = false }: { readonly dryRun?: boolean }) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson } = context
      const { dir } = selection
      const plan = await client.moveIn.plan({ dir, to })
      if (dryRun) {
        const { renderMovePlan } = await import('../render/move.ts')
        if (isJson) terminal.printJson(plan)
        else terminal.print(renderMovePlan(plan, terminal.style))
        return exitCodes.done
      }
      const { followRun } = await import('../follow-run.ts')
      const follow = (part: 'stop' | 'start') => {
        const request: RunRequest = { dir, kind: part }
        return followRun(context, request, { start: () => client.moveIn.start({ dir, to, part }) })
      }
      const stopped = plan.stop === null ? exitCodes.done : await follow('stop')
      return stopped === exitCodes.done ? follow('start') : stopped
    }),
  )
}

const examples = `
Example:
  $ switchyard up --env beside      start the new stacks on other ports, beside the old ones
  $ switchyard move compare
  $ switchyard stop --env beside
  $ switchyard move over --dry-run`
