import { createLogUpdate } from 'log-update'
import { formatLine, line, type Line } from '../render/line.ts'
import { renderStatus } from '../render/status.ts'
import type { CommandContext } from '../session.ts'
import { untilStopped } from '../until-stopped.ts'
import { watchStatus, type StatusChange, type StatusWatch } from './status-changes.ts'

/**
 * Shows the lab as it is until Ctrl-C, or until nobody reads it any more: painted over on a terminal, anew after each change in
 * a pipe, a line for each change as JSON.
 */
export async function showChanges(
  context: Pick<CommandContext, 'client' | 'selection' | 'terminal' | 'isJson' | 'world' | 'takeInterrupts'>,
  targets: readonly string[],
): Promise<number> {
  const { client, selection, terminal, takeInterrupts } = context
  const stop = new AbortController()
  takeInterrupts(() => stop.abort())
  terminal.onClosed(() => stop.abort())
  const watch = watchStatus(targets)
  const view = openView(context, watch)
  try {
    const events = await client.labs.watch(selection, { signal: stop.signal })
    for await (const event of untilStopped(events, stop.signal)) view.show(watch.apply(event))
  } finally {
    view.close()
  }
  return 0
}

interface View {
  /** Called with no changes as well, about once a second: times go on. */
  show(changes: readonly StatusChange[]): void
  close(): void
}

function openView(
  { terminal, isJson, world }: Pick<CommandContext, 'terminal' | 'isJson' | 'world'>,
  watch: StatusWatch,
): View {
  if (isJson) return { show: (changes) => changes.forEach(terminal.printJson), close() {} }
  const lines = () => describe(watch, terminal, world.now())
  if (!terminal.isLive) {
    let isFirst = true
    const show = (changes: readonly StatusChange[]) => {
      if (changes.length === 0) return
      terminal.print(isFirst ? lines() : [[], ...lines()])
      isFirst = false
    }
    return { show, close() {} }
  }
  const frame = createLogUpdate(terminal.stdout)
  let painted = ''
  const paint = () => {
    const fitting = cutTo(terminal.rows() - 1, lines())
    const text = fitting.map((each) => formatLine(each, terminal.style, terminal.columns())).join('\n')
    if (text !== painted) frame(text)
    painted = text
  }
  terminal.stdout.on('resize', paint)
  return {
    show: paint,
    close() {
      terminal.stdout.off('resize', paint)
      frame.done()
    },
  }
}

function describe(watch: StatusWatch, { style }: CommandContext['terminal'], nowMs: number): readonly Line[] {
  const engine = watch.engine()
  const status = watch.status()
  const problem = engine && !engine.connected ? engine.problem : null
  return [
    ...(problem ? [line(problem.message, 'failed')] : []),
    ...(problem && status ? [line('What follows is what was seen last.', 'quiet')] : []),
    ...(status ? renderStatus(status, style, nowMs) : []),
  ]
}

function cutTo(rows: number, lines: readonly Line[]): readonly Line[] {
  if (lines.length <= rows) return lines
  const kept = lines.slice(0, Math.max(0, rows - 1))
  return [...kept, line(`+ ${lines.length - kept.length} more`, 'quiet')]
}
