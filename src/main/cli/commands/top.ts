import { Option, type Command } from 'commander'
import type { MetricBeat } from '../../../shared/metrics.ts'
import { topOrders, type TopOrder } from '../render/top.ts'
import type { CommandContext, Session } from '../session.ts'
import { untilStopped } from '../until-stopped.ts'

export function addTopCommand(program: Command, session: Session): void {
  const command = program
    .command('top')
    .summary('Show what services use, each second')
    .description('Show what the services of the lab use, each second, until Ctrl-C; in a pipe, once')
    .addOption(new Option('--by <order>', 'what comes first').choices(topOrders).default('cpu'))
    .option('--once', 'show it once and end')
    .addHelpText('after', examples)
  command.action((options: { readonly by: TopOrder; readonly once?: boolean }) =>
    session.perform(command, async (context) => {
      const stop = new AbortController()
      context.takeInterrupts(() => stop.abort())
      context.terminal.onClosed(() => stop.abort())
      const beats = await context.client.metrics.watch(context.selection, { signal: stop.signal })
      const isOnce = options.once ?? (!context.terminal.isLive && !context.isJson)
      await show(context, untilStopped(beats, stop.signal), { order: options.by, isOnce })
      return 0
    }),
  )
}

async function show(
  { terminal, isJson }: CommandContext,
  beats: AsyncIterable<MetricBeat>,
  { order, isOnce }: { readonly order: TopOrder; readonly isOnce: boolean },
): Promise<void> {
  const { renderTop } = await import('../render/top.ts')
  const { formatLine } = await import('../render/line.ts')
  const { createLogUpdate } = await import('log-update')
  const frame = isOnce || isJson ? null : createLogUpdate(terminal.stdout)
  for await (const beat of beats) {
    // The first second of a container has no processor time yet.
    const isKnown = beat.services.every(({ cpu }) => cpu !== null)
    if (isOnce && !isKnown) continue
    if (isJson) terminal.printJson(beat)
    else if (frame) {
      const lines = renderTop(beat, { order, rows: terminal.rows() - 1 })
      frame(lines.map((each) => formatLine(each, terminal.style, terminal.columns())).join('\n'))
    } else terminal.print(renderTop(beat, { order }))
    if (isOnce) break
  }
  frame?.done()
}

const examples = `
Example:
  $ switchyard top
  $ switchyard top --by memory --once`
