import { describe, expect, test } from 'vitest'
import { describeRunEnd } from '../../../src/main/desktop/notify-runs.ts'
import { applyRunEvent, type RunView } from '../../../src/shared/run-view.ts'
import type { RunEvent, RunEventOf } from '../../../src/shared/run.ts'
import { examplePlan, finished, planOf, ref, started, startStep } from '../cli/support/examples.ts'

const calls: string[] = []
const actions = {
  showPlace: (place: string) => void calls.push(`show ${place}`),
  start: (request: object) => void calls.push(`start ${JSON.stringify(request)}`),
}

function ended(more: Partial<RunEventOf<'run-finished'>>, first: RunEvent = started(examplePlan())): RunView {
  return applyRunEvent(applyRunEvent(null, first), finished(192_000, more))
}

function told(view: RunView) {
  const notice = describeRunEnd(view, null, actions)
  return notice && { title: notice.title, body: notice.body, isCalm: notice.isCalm }
}

describe('the notification of a run that has ended', () => {
  test('says what it was, what became of it and how long it took', () => {
    expect(told(ended({}))).toEqual({
      title: 'Start data and apps succeeded',
      body: 'northlight, in 3m 12s.',
      isCalm: true,
    })
    expect(told(ended({ outcome: 'cancelled' }))).toEqual({
      title: 'Start data and apps cancelled',
      body: 'northlight, after 3m 12s. What is up stays up.',
      isCalm: true,
    })
  })

  test('names what failed, leads to the run and to the log, and offers to try again', () => {
    const failure = { service: ref('apps/web'), step: null, reason: 'exited with 1.', exitCode: 1, log: [] }
    const view = ended({ outcome: 'failed', failures: [failure] })
    expect(told(view)).toEqual({
      title: 'Start data and apps failed',
      body: 'northlight, after 3m 12s. apps/web: exited with 1.',
      isCalm: false,
    })
    const notice = describeRunEnd(view, null, actions)
    expect(notice?.buttons?.map(({ text }) => text)).toEqual(['Retry', 'Logs'])
    notice?.onClick()
    for (const { press } of notice?.buttons ?? []) press()
    expect(calls.splice(0)).toEqual([
      'show /runs/run-1',
      'start {"dir":"/home/ai/lab","environment":null,"kind":"start","targets":["data","apps"]}',
      'show /logs/apps/web',
    ])
  })

  test('tries a switch of the apps again as one, and never what the window shows first', () => {
    const apps = planOf([['apps']], [startStep('apps/web')], { spared: ['infra'] })
    const again = (view: RunView) => describeRunEnd(view, null, actions)?.buttons?.map(({ text }) => text)
    const failed = { outcome: 'failed' as const }
    const notice = describeRunEnd(ended(failed, started(apps)), null, actions)
    notice?.buttons?.[0]?.press()
    expect(calls.splice(0)).toEqual([
      'start {"dir":"/home/ai/lab","environment":null,"kind":"start","targets":[],"appsOnly":true}',
    ])
    expect(again(ended(failed, started(planOf([['apps']], [], { kind: 'update' }))))).toEqual(['Logs'])
  })

  test('is none where nothing was done, and where an alert says it', () => {
    expect(told(ended({ unchanged: true }))).toBeNull()
    const first = { ...started(examplePlan()), schedule: 'morning' } as RunEvent
    expect(told(ended({ outcome: 'failed' }, first))).toBeNull()
    expect(told(ended({}, first))).not.toBeNull()
  })
})
