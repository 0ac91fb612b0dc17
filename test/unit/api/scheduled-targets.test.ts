import { describe, expect, it } from 'vitest'
import { readScheduledTargets } from '../../../src/main/api/scheduled-targets.ts'
import { model } from '../run/sample-model.ts'

const lab = model({
  infra: { alwaysOn: true, services: { proxy: {}, 'web-cache': {} } },
  apps: { services: { web: {}, worker: {} } },
})

describe('targets of a schedule', () => {
  it('are kept by their full names', () => {
    expect(readScheduledTargets(lab, { kind: 'restart', targets: ['apps', 'worker'] })).toEqual([
      'apps',
      'apps/worker',
    ])
  })

  it.each(['stop', 'restart', 'down', 'update'] as const)('leave what is always-on alone: %s', (kind) => {
    for (const target of ['infra', 'proxy', 'infra/proxy'])
      expect(() => readScheduledTargets(lab, { kind, targets: [target] })).toThrow(
        'Stack infra is always-on, and schedules leave it alone.',
      )
    expect(readScheduledTargets(lab, { kind, targets: ['*web*'] })).toEqual(['apps/web'])
  })

  it.each(['start', 'build'] as const)('may be always-on where nothing that runs is touched: %s', (kind) => {
    expect(readScheduledTargets(lab, { kind, targets: ['infra'] })).toEqual(['infra'])
  })
})
