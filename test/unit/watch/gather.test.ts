import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createGatherer } from '../../../src/main/watch/gather.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what comes in quick succession is handed on together, each once', async () => {
  const calls: string[][] = []
  const gatherer = createGatherer<string>(10, (keys) => Promise.resolve(void calls.push([...keys])))
  for (const key of ['a', 'b', 'a']) gatherer.add(key)
  await vi.advanceTimersByTimeAsync(9)
  expect(calls).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  gatherer.add('c')
  await vi.advanceTimersByTimeAsync(10)
  expect(calls).toEqual([['a', 'b'], ['c']])
})

it('what comes during a call waits for its end', async () => {
  const calls: string[][] = []
  const first = Promise.withResolvers<void>()
  const gatherer = createGatherer<string>(10, (keys) => {
    calls.push([...keys])
    return calls.length === 1 ? first.promise : Promise.resolve()
  })
  gatherer.add('a')
  await vi.advanceTimersByTimeAsync(10)
  gatherer.add('b')
  gatherer.add('c')
  await vi.advanceTimersByTimeAsync(1000)
  expect(calls).toEqual([['a']])
  first.resolve()
  await vi.advanceTimersByTimeAsync(10)
  expect(calls).toEqual([['a'], ['b', 'c']])
})

it('nothing is handed on after the end', async () => {
  const calls: string[][] = []
  const gatherer = createGatherer<string>(10, (keys) => Promise.resolve(void calls.push([...keys])))
  gatherer.add('a')
  gatherer.close()
  gatherer.add('b')
  await vi.advanceTimersByTimeAsync(100)
  expect(calls).toEqual([])
})
