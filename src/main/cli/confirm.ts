import { SwitchyardError } from '../../shared/errors.ts'
import type { World } from './world.ts'

/** Whether the operator says yes to what was shown. Throws where nobody can be asked, or nothing is shown: with JSON. */
export async function confirm(
  { world, isJson }: { readonly world: Pick<World, 'ask'>; readonly isJson: boolean },
  question: string,
): Promise<boolean> {
  const answer = isJson ? null : await world.ask(question)
  if (answer === null) {
    throw new SwitchyardError('USAGE', 'Nobody can be asked here, so nothing was changed.', {
      hint: 'Look with `--dry-run`, and say `--yes` when you want it.',
    })
  }
  return /^y(es)?$/i.test(answer.trim())
}
