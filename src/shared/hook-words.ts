import type { StepOf } from './plan.ts'

/** A hook in words: `before_start hook of ai (prepare.sh)`. */
export function describeHook({
  when,
  stack,
  name,
  command,
}: Pick<StepOf<'hook'>, 'when' | 'stack' | 'name' | 'command'>): string {
  return `${when} hook of ${stack ?? 'the lab'} (${name ?? command[0]?.split('/').at(-1) ?? ''})`
}
