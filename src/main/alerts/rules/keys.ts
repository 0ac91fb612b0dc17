import type { AlertKind } from '../../../shared/alert-words.ts'
import type { ServiceContainer } from './model.ts'

/** Of one container of a service, also when it is made anew. */
export function containerKey(kind: AlertKind, { container }: Pick<ServiceContainer, 'container'>): string {
  return `${kind}:${container}`
}

/** Of a service, whichever container it has. */
export function serviceKey(
  kind: AlertKind,
  { project, service }: Pick<ServiceContainer, 'project' | 'service'>,
): string {
  return `${kind}:${project}/${service}`
}

/** Names of schedules are those of their lab. */
export function scheduleKey(dir: string, name: string): string {
  return `scheduled-run:${JSON.stringify([dir, name])}`
}

export function hostKey(kind: AlertKind, name: string): string {
  return `${kind}:${name}`
}
