import { describe, expect, test, vi } from 'vitest'
import { keepPage } from '../../../src/main/desktop/keep-page.ts'
import { findPageAddress } from '../../../src/main/desktop/page-address.ts'
import { createStandIn, standInWindow } from './support/stand-in.ts'

const page = findPageAddress(null)
const crash = ['render-process-gone', {}, { reason: 'crashed' }] as const

function prepare({ isVisible = true, url = 'app://switchyard/#/runs/1' } = {}) {
  const electron = createStandIn()
  const made = standInWindow({ show: isVisible })
  made.page.shown.url = url
  const clock = { ms: 0 }
  const flags = { isLeaving: false }
  const problems: unknown[] = []
  keepPage(electron.api, made.window, page, {
    isLeaving: () => flags.isLeaving,
    report: (error) => problems.push(error),
    now: () => clock.ms,
  })
  return { ...electron, ...made, appCalls: electron.calls, contents: made.page, clock, flags, problems }
}

const loaded = 'load app://switchyard/#/runs/1'

describe('a page that crashes', () => {
  test('is loaded again where it was, when the operator wants that', async () => {
    const { contents, calls, questions } = prepare()
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(calls).toEqual([loaded]))
    expect(questions).toEqual([
      {
        type: 'error',
        message: 'The window stopped working',
        detail: 'Its process ended (crashed). Runs and containers go on.',
        buttons: ['Load it again', 'Quit'],
        defaultId: 0,
        cancelId: 0,
      },
    ])
  })

  test('is not loaded when the operator quits', async () => {
    const { contents, calls, appCalls, answers } = prepare()
    answers.push(1)
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(appCalls).toEqual(['quit', 'has quit']))
    expect(calls).toEqual([])
  })

  test('comes back by itself while nobody sees it, but not for ever', async () => {
    const { contents, calls, questions, clock } = prepare({ isVisible: false })
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(calls).toEqual([loaded]))
    clock.ms = 59_999
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(questions).toHaveLength(1))
    await vi.waitFor(() => expect(calls).toEqual([loaded, loaded]))
    clock.ms = 120_000
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(calls).toEqual([loaded, loaded, loaded]))
    expect(questions).toHaveLength(1)
  })

  test('comes back at its beginning when it was somewhere strange', async () => {
    const { contents, calls } = prepare({ url: 'chrome-error://chromewebdata/' })
    contents.events.emit(...crash)
    await vi.waitFor(() => expect(calls).toEqual(['load app://switchyard/']))
  })

  test('is left alone on the way out', async () => {
    const { contents, calls, questions, flags, events } = prepare()
    flags.isLeaving = true
    contents.events.emit(...crash)
    events.emit('unresponsive')
    await new Promise(setImmediate)
    expect([calls, questions]).toEqual([[], []])
  })
})

describe('a page that does not answer', () => {
  test('is waited for', async () => {
    const { contents, calls, questions, events } = prepare()
    events.emit('unresponsive')
    await vi.waitFor(() =>
      expect(questions).toEqual([
        {
          type: 'warning',
          message: 'The window does not answer',
          detail: 'It may only be busy. Runs and containers go on either way.',
          buttons: ['Wait', 'Load it again'],
          defaultId: 0,
          cancelId: 0,
        },
      ]),
    )
    await new Promise(setImmediate)
    expect([calls, contents.done]).toEqual([[], []])
  })

  test('is loaded again after all when it crashed while it was waited for', async () => {
    const { contents, calls, questions, events, api } = prepare()
    let answer: (response: number) => void = () => undefined
    api.dialog.showMessageBox = (...given: readonly unknown[]) => {
      questions.push(given.at(-1) as never)
      return new Promise((resolve) => (answer = (response) => resolve({ response, checkboxChecked: false })))
    }
    events.emit('unresponsive')
    await vi.waitFor(() => expect(questions).toHaveLength(1))
    contents.events.emit(...crash)
    answer(0)
    await vi.waitFor(() => expect(calls).toEqual([loaded]))
    expect(questions).toHaveLength(1)
  })

  test('is ended and loaded again, which is not told as a crash', async () => {
    const { contents, calls, questions, answers, events } = prepare()
    answers.push(1)
    events.emit('unresponsive')
    await vi.waitFor(() => expect(contents.done).toEqual(['crash']))
    await vi.waitFor(() => expect(calls).toEqual([loaded]))
    expect(questions).toHaveLength(1)
  })
})
