import type { Command } from 'commander'
import type { RunRequest } from '../../shared/contract.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatList, formatServiceRef } from '../../shared/format.ts'
import type { Plan, RunKind } from '../../shared/plan.ts'
import { exitCodes } from './exit-codes.ts'
import { isHomeByChance } from './find-lab-dir.ts'
import type { RunOptions } from './options.ts'
import type { CommandContext, Session } from './session.ts'

/** What a command asks for, besides its options. */
export interface RunIntent {
  readonly kind: RunKind
  readonly targets: readonly string[]
  readonly appsOnly?: boolean
  /** Called when the run has ended well. */
  readonly afterwards?: (context: CommandContext, plan: Plan) => Promise<void>
  readonly build?: { readonly noCache: boolean; readonly pullBase: boolean }
  /** Only with the kind `update`. */
  readonly update?: NonNullable<RunRequest['update']>
  /** The command itself is a question, as with `--dry-run`. */
  readonly isPlanOnly?: boolean
}

/** The body of every command that runs a plan, or prints it. */
export function performRun(session: Session, command: Command, intent: RunIntent): Promise<void> {
  const options = command.opts<RunOptions>()
  return session.perform(command, async (context) => {
    refuseHomeByChance(context)
    const request: RunRequest = {
      ...context.selection,
      kind: intent.kind,
      targets: [...intent.targets],
      appsOnly: intent.appsOnly ?? false,
      ...(intent.build ? { build: intent.build } : {}),
      includeAlwaysOn: options.includeAlwaysOn ?? false,
      // Of an update it means another thing, and stands in `update`.
      rollback: intent.kind !== 'update' && (options.rollback ?? false),
      timeoutMs: options.timeout ?? null,
      fetchSecrets: options.secrets ?? true,
      retries: options.retries ?? null,
      clean: options.clean ?? false,
      ...(options.replaceGpu ? { replacesGpu: true } : {}),
      ...(intent.update ? { update: intent.update } : {}),
    }
    if (!intent.isPlanOnly && !options.dryRun) {
      if (options.clean && !options.yes && !(await mayClean(context, request))) return exitCodes.cancelled
      const { followRun } = await import('./follow-run.ts')
      return followRun(context, request, intent.afterwards ? { afterwards: intent.afterwards } : {})
    }
    const { client, terminal, isJson } = context
    const { renderPlan } = await import('./render/plan.ts')
    const plan = await client.runs.plan(request)
    if (isJson) terminal.printJson(plan)
    else terminal.print(renderPlan(plan, terminal.style))
    return exitCodes.done
  })
}

/** Everything below a home folder is started or stopped only by whoever says so. */
function refuseHomeByChance({ selection: { dir }, isLabNamed, world }: CommandContext): void {
  if (isLabNamed || !isHomeByChance(dir, world.variables)) return
  throw new SwitchyardError('LAB_NOT_FOUND', `Your home folder ${dir} is no lab by itself.`, {
    hint: 'Go to the folder of one, or name it; `--lab ~` means all that lies below.',
  })
}

/** Names the containers that a clean restart takes away, and asks. */
async function mayClean(context: CommandContext, request: RunRequest): Promise<boolean> {
  const { confirm } = await import('./confirm.ts')
  const { steps } = await context.client.runs.plan(request)
  const names = steps.flatMap((step) => (step.kind === 'remove' ? [formatServiceRef(step.service)] : []))
  if (names.length === 0) return true
  const question = `Remove the containers of ${formatList(names)} with their anonymous volumes? [y/N] `
  return confirm(context, question)
}
