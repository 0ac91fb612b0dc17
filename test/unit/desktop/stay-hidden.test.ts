import { expect, test } from 'vitest'
import { mayStayHidden } from '../../../src/main/desktop/stay-hidden.ts'

const never = new AbortController().signal
const quickly = { everyMs: 1, limitMs: 20 }

test('a window that starts hidden waits for the tray, which comes later at login', async () => {
  const answers = [false, false, true]
  expect(await mayStayHidden(() => Promise.resolve(answers.shift() ?? false), never, quickly)).toBe(true)
  expect(answers).toEqual([])
})

test('it may not stay hidden where none comes, or none can be asked', async () => {
  expect(await mayStayHidden(() => Promise.resolve(false), never, quickly)).toBe(false)
  expect(await mayStayHidden(() => Promise.reject(new Error('no bus')), never, quickly)).toBe(false)
})

test('on the way out it is shown no more', async () => {
  expect(await mayStayHidden(() => Promise.resolve(false), AbortSignal.abort(), quickly)).toBe(true)
})
