import type { ServiceStatus } from '../../../src/shared/status.ts'

/** A service that has no container, to say of it only what a test is about. */
export function absentService(name: string): ServiceStatus {
  return {
    name,
    state: 'absent',
    readiness: 'stopped',
    readyBy: null,
    health: null,
    container: null,
    containerId: null,
    image: null,
    exitCode: null,
    startedAt: null,
    finishedAt: null,
    usualMs: null,
    detail: null,
    ports: [],
  }
}
