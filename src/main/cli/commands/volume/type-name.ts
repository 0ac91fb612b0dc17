import { SwitchyardError } from '../../../../shared/errors.ts'
import type { CommandContext } from '../../session.ts'

/** What the operator types when the name of a volume is asked for. Throws where nobody can be asked. */
export async function typeName(
  { world, isJson }: Pick<CommandContext, 'world' | 'isJson'>,
  name: string,
): Promise<string> {
  const answer = isJson ? null : await world.ask(`Type ${name} to confirm: `)
  if (answer !== null) return answer.trim()
  throw new SwitchyardError('USAGE', 'Nobody can be asked here, so nothing was changed.', {
    hint: `Say \`--confirm ${name}\` when you want it.`,
  })
}
