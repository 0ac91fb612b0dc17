import { isHomeByChance } from './find-lab-dir.ts'
import type { Line } from './render/line.ts'
import { renderSteps } from './render/situation.ts'
import type { CommandContext } from './session.ts'

/** Where there are labs, for whoever stands in none and named none; nothing when that cannot be told. */
export async function suggestLabs({
  client,
  selection,
  isLabNamed,
  world,
}: Pick<CommandContext, 'client' | 'selection' | 'isLabNamed' | 'world'>): Promise<Line[]> {
  if (isLabNamed) return []
  try {
    const isHome = isHomeByChance(selection.dir, world.variables)
    const { kind, steps } = await client.app.situation({ dir: isHome ? null : selection.dir })
    return kind === 'no-lab' ? renderSteps(steps) : []
  } catch {
    // What was told before stands; this only adds to it.
    return []
  }
}
