import { SwitchyardError } from '../../shared/errors.ts'
import { formatSteps, step } from '../../shared/next-steps.ts'
import type { NextStep } from '../../shared/situation.ts'
import { isOlder } from '../engine/check-api.ts'

const oldestCompose = '2.24'

/** How one comes to a Compose that will do. */
export const composeSteps: readonly NextStep[] = [
  step(
    'Install its newest plugin (package docker-compose-plugin from Docker, else docker-compose-v2 or docker-compose)',
  ),
  step('See which one is used', 'docker compose version'),
]

/** Throws COMPOSE_TOO_OLD for a version, like `2.17.3`, that Switchyard cannot work with. */
export function checkComposeVersion(version: string): void {
  if (!isOlder(version, oldestCompose)) return
  throw new SwitchyardError(
    'COMPOSE_TOO_OLD',
    `Docker Compose ${version} is installed; Switchyard needs ${oldestCompose} or newer.`,
    { hint: formatSteps(composeSteps) },
  )
}
