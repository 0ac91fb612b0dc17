import type { HostAction } from '../../../../shared/host.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { CommandContext } from '../../session.ts'
import { confirm } from '../../confirm.ts'

export interface ActionOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** Says what an action would do, asks where something may go wrong and somebody can be asked, and does it. */
export async function performAction(
  context: CommandContext,
  action: HostAction,
  options: ActionOptions,
): Promise<number> {
  const { client, terminal, isJson } = context
  const { renderPreview } = await import('../../render/host-control.ts')
  const { line } = await import('../../render/line.ts')
  const preview = await client.host.preview(action)
  if (isJson && options.dryRun) terminal.printJson(preview)
  if (!isJson) terminal.print(renderPreview(preview))
  if (options.dryRun) return exitCodes.done
  // A script that says what it wants is not asked.
  const isAsked = preview.risks.length > 0 && !options.yes && !isJson && terminal.isLive
  if (isAsked && !(await confirm(context, 'Go on? [y/N] '))) return exitCodes.cancelled
  const { done } = await client.host.act(action)
  if (isJson) terminal.printJson({ done })
  else terminal.print(done.map((sentence) => line(sentence)))
  return exitCodes.done
}
