import type { RuleSubject, ServiceContainer } from './model.ts'

export function subjectOf({ project, service, containerId, container }: ServiceContainer): RuleSubject {
  return { kind: 'service', project, service, containerId, container }
}
