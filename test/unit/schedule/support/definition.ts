import type { ScheduleDefinition } from '../../../../src/shared/schedule.ts'

/** A schedule for tests: weekdays at 08:00, apps on, in the machine's time zone. */
export function definition(more: Partial<ScheduleDefinition> = {}): ScheduleDefinition {
  return {
    name: 'morning',
    when: { kind: 'weekly', at: '08:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
    zone: null,
    action: { kind: 'start', appsOnly: true, targets: [] },
    environment: null,
    profiles: [],
    makeUpMinutes: 120,
    isPaused: false,
    ...more,
  }
}
