import { expect, test } from 'vitest'
import { askForTray } from '../../../src/main/desktop/ask-for-tray.ts'

function prepare(answers: readonly (boolean | Error)[], wasThere: boolean) {
  const left = [...answers]
  const done: string[] = []
  const ask = askForTray({
    ask() {
      const answer = left.shift() ?? false
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    wasThere,
    icon: { putAgain: () => void done.push('put again') },
  })
  return { ask, done }
}

test('an icon that was put in before there was a tray is put in again, once', async () => {
  const { ask, done } = prepare([false, true, false, true], false)
  expect([await ask(), [...done]]).toEqual([false, []])
  expect([await ask(), [...done]]).toEqual([true, ['put again']])
  expect([await ask(), await ask(), done]).toEqual([false, true, ['put again']])
})

test('one that found a tray stays: Electron itself follows a tray that comes back', async () => {
  const { ask, done } = prepare([true, false, true], true)
  expect([await ask(), await ask(), await ask(), done]).toEqual([true, false, true, []])
})

test('a desktop that cannot be asked shows none', async () => {
  const { ask, done } = prepare([new Error('no bus')], false)
  expect([await ask(), done]).toEqual([false, []])
})
