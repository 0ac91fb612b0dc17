import { describe, expect, it } from 'vitest'
import { findBlocker, listHeldBack } from '../../../../src/renderer/features/runs/blocker.ts'
import {
  endOfSchedule,
  findCriticalSteps,
  schedulePlan,
  scheduleSteps,
} from '../../../../src/renderer/features/runs/schedule.ts'
import { gateOn, planOf, seen, startStep, storyOf } from './sample-story.ts'

const db = startStep('data/db', { expectedMs: 2000 })
const cache = startStep('data/cache', { expectedMs: 500 })
const model = startStep('compute/model', {
  expectedMs: 10_000,
  gates: [gateOn('data/db'), gateOn('data/cache')],
})
const chat = startStep('apps/chat', { expectedMs: 1000, gates: [gateOn('compute/model')] })
const logs = startStep('apps/logs', { expectedMs: 300, gates: [gateOn('data/db', { condition: 'started' })] })
const plan = planOf({ waves: [['data'], ['compute'], ['apps']], steps: [db, cache, model, chat, logs] })

const windows = (schedule: ReturnType<typeof scheduleSteps>) =>
  Object.fromEntries(
    [...schedule].map(([id, { startMs, endMs }]) => [id.slice('start:'.length), [startMs, endMs]]),
  )

describe('schedule', () => {
  it('puts a plan in time by the longest way through its gates', () => {
    expect(windows(schedulePlan(plan))).toEqual({
      'data/db': [0, 2000],
      'data/cache': [0, 500],
      'compute/model': [2000, 12_000],
      'apps/chat': [12_000, 13_000],
      'apps/logs': [0, 300],
    })
  })

  it('counts a start without a usual time as what it is told to', () => {
    const unknown = planOf({ steps: [startStep('a/a'), startStep('a/b', { gates: [gateOn('a/a')] })] })
    expect([endOfSchedule(schedulePlan(unknown)), endOfSchedule(schedulePlan(unknown, 1000))]).toEqual([
      0, 2000,
    ])
  })

  it('takes what has happened as it was and moves the rest behind it', () => {
    const story = storyOf(plan, [
      seen('data/db', 0, 'starting'),
      seen('data/cache', 0, 'starting'),
      seen('data/cache', 900, 'ready'),
      seen('data/db', 5000, 'ready'),
      seen('compute/model', 5100, 'starting'),
    ])
    expect(windows(scheduleSteps(story, 6000))).toEqual({
      'data/db': [0, 5000],
      'data/cache': [0, 900],
      'compute/model': [5100, 15_100],
      'apps/chat': [15_100, 16_100],
      'apps/logs': [6000, 6300],
    })
  })

  it('expects what takes longer than usual to end now, and nothing before now', () => {
    const story = storyOf(plan, [seen('data/db', 0, 'starting')])
    expect(windows(scheduleSteps(story, 4000))).toMatchObject({
      'data/db': [0, 4000],
      'data/cache': [4000, 4500],
      'compute/model': [4500, 14_500],
    })
  })

  it('leaves out what a run that is over has not begun, and what was given up', () => {
    const events = [
      seen('data/db', 0, 'starting'),
      seen('data/db', 100, 'failed', 'exited with code 3'),
      seen('compute/model', 100, 'waiting', 'not started: data/db did not come up'),
    ]
    const story = storyOf(plan, events)
    expect([...scheduleSteps(story, null).keys()]).toEqual(['start:data/db'])
    expect([...scheduleSteps(story, 200).keys()]).not.toContain('start:compute/model')
  })

  it('survives a circle in a damaged history', () => {
    const circle = planOf({
      steps: [startStep('a/a', { gates: [gateOn('a/b')] }), startStep('a/b', { gates: [gateOn('a/a')] })],
    })
    expect(schedulePlan(circle).size).toBe(2)
    expect(findCriticalSteps(circle, schedulePlan(circle)).length).toBeGreaterThan(0)
  })

  it('finds the critical path back from the last end through what opened last', () => {
    expect(findCriticalSteps(plan, schedulePlan(plan))).toEqual([
      'start:data/db',
      'start:compute/model',
      'start:apps/chat',
    ])
    const late = storyOf(plan, [
      seen('data/db', 0, 'starting'),
      seen('data/cache', 0, 'starting'),
      seen('data/db', 1000, 'ready'),
      seen('data/cache', 3000, 'ready'),
    ])
    expect(findCriticalSteps(plan, scheduleSteps(late, 3000))[0]).toBe('start:data/cache')
  })
})

describe('blocker', () => {
  it('is what goes on, holds others back and lies on the critical path', () => {
    const story = storyOf(plan, [seen('data/db', 0, 'starting'), seen('data/cache', 0, 'starting')])
    const schedule = scheduleSteps(story, 100)
    expect(findBlocker(plan, schedule, findCriticalSteps(plan, schedule))).toEqual({
      stepId: 'start:data/db',
      heldBack: ['start:compute/model', 'start:apps/chat', 'start:apps/logs'],
    })
  })

  it('is what ends last when nothing is held back any more, and nothing when nothing goes on', () => {
    const two = planOf({ steps: [db, startStep('data/slow', { expectedMs: 9000 })] })
    const story = storyOf(two, [seen('data/db', 0, 'starting'), seen('data/slow', 0, 'starting')])
    expect(findBlocker(two, scheduleSteps(story, 10), [])).toEqual({
      stepId: 'start:data/slow',
      heldBack: [],
    })
    expect(findBlocker(plan, schedulePlan(plan), [])).toBeNull()
  })

  it('does not count as held back what has begun', () => {
    const story = storyOf(plan, [seen('data/db', 0, 'starting'), seen('apps/logs', 50, 'starting')])
    expect(listHeldBack(plan, scheduleSteps(story, 100), 'start:data/db')).toEqual([
      'start:compute/model',
      'start:apps/chat',
    ])
  })
})
