import type { Command } from 'commander'
import type { RunRequest } from '../../shared/contract.ts'
import type { RunKind } from '../../shared/plan.ts'
import { exitCodes } from './exit-codes.ts'
import type { RunOptions } from './options.ts'
import type { Session } from './session.ts'

/** What a command asks for, besides its options. */
export interface RunIntent {
  readonly kind: RunKind
  readonly targets: readonly string[]
  readonly appsOnly?: boolean
  /** The command itself is a question, as with `--dry-run`. */
  readonly isPlanOnly?: boolean
}

/** The body of every command that runs a plan, or prints it. */
export function performRun(session: Session, command: Command, intent: RunIntent): Promise<void> {
  const options = command.opts<RunOptions>()
  return session.perform(command, async (context) => {
    const request: RunRequest = {
      ...context.selection,
      kind: intent.kind,
      targets: [...intent.targets],
      appsOnly: intent.appsOnly ?? false,
      includeAlwaysOn: options.includeAlwaysOn ?? false,
      rollback: options.rollback ?? false,
      timeoutMs: options.timeout ?? null,
      ...(options.replaceGpu ? { replacesGpu: true } : {}),
    }
    if (!intent.isPlanOnly && !options.dryRun) {
      const { followRun } = await import('./follow-run.ts')
      return followRun(context, request)
    }
    const { client, terminal, isJson } = context
    const { renderPlan } = await import('./render/plan.ts')
    const plan = await client.runs.plan(request)
    if (isJson) terminal.printJson(plan)
    else terminal.print(renderPlan(plan, terminal.style))
    return exitCodes.done
  })
}
