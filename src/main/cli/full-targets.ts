import type { CommandContext } from './session.ts'

/** Targets as stacks and `stack/service`, whatever they were named by. */
export async function fullTargets(
  { client, selection }: Pick<CommandContext, 'client' | 'selection'>,
  targets: readonly string[],
): Promise<readonly string[]> {
  if (targets.length === 0) return targets
  return (await client.finding.targets({ ...selection, targets: [...targets] })).targets
}
