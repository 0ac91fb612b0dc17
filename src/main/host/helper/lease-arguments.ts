import type { DoorName } from '../../../shared/host.ts'
import type { LeaseRequest } from '../control-model.ts'

/** Arguments of the helper's `hold`. A plan shows them with `<…>` for what is known only when it runs. Source: resources/host. */
export function leaseArguments(
  { id, recipe, run, label }: Pick<LeaseRequest, 'id' | 'recipe' | 'run' | 'label'>,
  door: DoorName | '<door>',
): readonly string[] {
  const options = {
    id,
    'swap-mib': String(recipe.swapMib),
    place: recipe.swapPlace,
    guards: recipe.pauseGuards ? 'pause' : 'leave',
    cache: recipe.flushCache ? 'flush' : 'leave',
    'limit-s': String(Math.ceil(recipe.limitMs / 1000)),
    door,
    run,
    label: printable(label),
  }
  return ['hold', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]
}

/** The helper takes short printable texts only; stack and service names may hold anything. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80)
}
