import { EventEmitter } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { confirmQuit } from '../../../src/main/desktop/confirm-quit.ts'
import { handleQuit } from '../../../src/main/desktop/quit.ts'
import { openTestState } from './support/desktop-fixture.ts'
import { createStandIn, emitPreventable } from './support/stand-in.ts'

const quit = 0
const stay = 1

describe('confirmQuit', () => {
  test('says once that containers keep running', async () => {
    const { api, questions, answers } = createStandIn()
    const state = await openTestState()
    answers.push(stay)
    expect(await confirmQuit(api, state, 0)).toBe(false)
    expect(questions).toEqual([
      {
        type: 'info',
        message: 'Quitting stops no containers',
        detail:
          'Containers that run keep running. Start Switchyard again to see and stop them. This is said only once.',
        buttons: ['Quit', 'Stay'],
        defaultId: 0,
        cancelId: 1,
      },
    ])
    expect(await confirmQuit(api, state, 0)).toBe(true)
    expect(questions).toHaveLength(1)
  })

  test('asks every time while a run goes on, and suggests to keep it going', async () => {
    const { api, questions, answers } = createStandIn()
    const state = await openTestState()
    answers.push(stay, quit)
    expect(await confirmQuit(api, state, 1)).toBe(false)
    expect(await confirmQuit(api, state, 2)).toBe(true)
    expect(questions).toEqual([
      {
        type: 'warning',
        message: 'A run is going on',
        detail:
          'If you quit, it is cancelled. Containers that run keep running. Start Switchyard again to see and stop them.',
        buttons: ['Cancel the run and quit', 'Keep going'],
        defaultId: 1,
        cancelId: 1,
      },
      {
        type: 'warning',
        message: '2 runs are going on',
        detail:
          'If you quit, they are cancelled. Containers that run keep running. Start Switchyard again to see and stop them.',
        buttons: ['Cancel the runs and quit', 'Keep going'],
        defaultId: 1,
        cancelId: 1,
      },
    ])
    // It was said in passing.
    expect(await confirmQuit(api, state, 0)).toBe(true)
    expect(questions).toHaveLength(2)
  })
})

describe('handleQuit', () => {
  function prepare(confirm: () => Promise<boolean>, close: () => Promise<void> = () => Promise.resolve()) {
    const electron = createStandIn()
    const done: string[] = []
    const session = new EventEmitter()
    const isLeaving = handleQuit(electron.api, {
      closeLimitMs: 1000,
      onSessionEnd: (listener) => void session.on('end', listener),
      confirm: () => {
        done.push('asked')
        return confirm()
      },
      close: () => {
        done.push('closed')
        return close()
      },
    })
    return { ...electron, done, isLeaving, session }
  }

  test('asks, closes everything, then ends', async () => {
    const { api, calls, done, isLeaving } = prepare(() => Promise.resolve(true))
    api.app.quit()
    expect(isLeaving()).toBe(false)
    await vi.waitFor(() => expect(calls).toEqual(['quit', 'exit 0']))
    expect([done, isLeaving()]).toEqual([['asked', 'closed'], true])
  })

  test('stays when the operator stays, and asks again the next time', async () => {
    const answers = [false, true]
    const { api, calls, done } = prepare(() => Promise.resolve(answers.shift() ?? true))
    api.app.quit()
    await Promise.resolve()
    await vi.waitFor(() => expect(answers).toEqual([true]))
    await new Promise(setImmediate)
    expect(calls).toEqual(['quit'])
    api.app.quit()
    await vi.waitFor(() => expect(calls).toEqual(['quit', 'quit', 'exit 0']))
    expect(done).toEqual(['asked', 'asked', 'closed'])
  })

  test('asks one question at a time', async () => {
    let answer: (isWanted: boolean) => void = () => undefined
    const { events, done, calls } = prepare(() => new Promise((resolve) => (answer = resolve)))
    expect(emitPreventable(events.app, 'before-quit')).toBe(true)
    expect(emitPreventable(events.app, 'before-quit')).toBe(true)
    answer(true)
    await vi.waitFor(() => expect(calls).toEqual(['exit 0']))
    expect(done).toEqual(['asked', 'closed'])
  })

  test('asks nobody when the machine goes down, even if it is asking already', async () => {
    const { api, events, done, calls } = prepare(() => new Promise(() => undefined))
    api.app.quit()
    events.power.emit('shutdown')
    await vi.waitFor(() => expect(calls).toEqual(['quit', 'exit 0']))
    expect(done).toEqual(['asked', 'closed'])
  })

  test('asks the machine for the time in which it ends', async () => {
    const { events, calls } = prepare(() => Promise.resolve(false))
    expect(emitPreventable(events.power, 'shutdown')).toBe(true)
    await vi.waitFor(() => expect(calls).toEqual(['exit 0']))
  })

  test.each([false, true])('asks nobody when the session ends (a question is open: %s)', async (isAsking) => {
    const { api, session, done, calls } = prepare(() => new Promise(() => undefined))
    if (isAsking) api.app.quit()
    session.emit('end')
    session.emit('end')
    await vi.waitFor(() => expect(calls.at(-1)).toBe('exit 0'))
    expect(done).toEqual([...(isAsking ? ['asked'] : []), 'closed'])
  })

  test('ends although the question or the closing fails', async () => {
    const { api, calls } = prepare(
      () => Promise.reject(new Error('no dialog')),
      () => Promise.reject(new Error('disk full')),
    )
    api.app.quit()
    await vi.waitFor(() => expect(calls).toEqual(['quit', 'exit 0']))
  })

  test('ends at its limit when closing hangs', async () => {
    vi.useFakeTimers()
    try {
      const { api, calls } = prepare(
        () => Promise.resolve(true),
        () => new Promise(() => undefined),
      )
      api.app.quit()
      await vi.advanceTimersByTimeAsync(999)
      expect(calls).toEqual(['quit'])
      await vi.advanceTimersByTimeAsync(1)
      expect(calls).toEqual(['quit', 'exit 0'])
    } finally {
      vi.useRealTimers()
    }
  })
})
