import { describe, expect, it } from 'vitest'
import { bytesOf } from '../../../../src/renderer/features/shell/bytes.ts'
import { createKeyQueue } from '../../../../src/renderer/features/shell/key-queue.ts'
import { latestOnly } from '../../../../src/renderer/features/shell/latest-only.ts'
import { themeOf } from '../../../../src/renderer/features/shell/theme.ts'
import { describeNotice, remedyOf } from '../../../../src/renderer/features/shell/words.ts'

/** Takes messages, and answers each only when told to. */
function createReceiver() {
  const taken: string[] = []
  const answers: PromiseWithResolvers<void>[] = []
  const send = (message: string) => {
    taken.push(message)
    const answer = Promise.withResolvers<void>()
    answers.push(answer)
    return answer.promise
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { taken, answers, send, settled }
}

describe('keys on their way to a shell', () => {
  it('go one message at a time, and those typed meanwhile go together', async () => {
    const { taken, answers, send, settled } = createReceiver()
    const queue = createKeyQueue(send, () => undefined)
    for (const key of 'ls\r') queue.push(key)
    expect(taken).toEqual(['l'])
    answers[0]?.resolve()
    await settled()
    expect(taken).toEqual(['l', 's\r'])
  })

  it('go in several messages when much is pasted, never within a character', async () => {
    const { taken, answers, send, settled } = createReceiver()
    const pasted = `x${'🚂'.repeat(20_000)}`
    createKeyQueue(send, () => undefined).push(pasted)
    for (let index = 0; index < 3; index += 1) {
      answers[index]?.resolve()
      await settled()
    }
    expect(taken.map(({ length }) => length)).toEqual([32_767, 7234])
    expect(taken.join('')).toBe(pasted)
  })

  it('are forgotten after an error, and the next ones go again', async () => {
    const { taken, answers, send, settled } = createReceiver()
    const errors: unknown[] = []
    const queue = createKeyQueue(send, (error) => errors.push(error))
    queue.push('a')
    queue.push('b')
    answers[0]?.reject(new Error('lost'))
    await settled()
    queue.push('c')
    expect([taken, errors]).toEqual([['a', 'c'], [new Error('lost')]])
  })

  it('go nowhere once the shell is closed', async () => {
    const { taken, answers, send, settled } = createReceiver()
    const queue = createKeyQueue(send, () => undefined)
    queue.push('a')
    queue.push('b')
    queue.close()
    answers[0]?.resolve()
    await settled()
    queue.push('c')
    expect(taken).toEqual(['a'])
  })
})

it('tells only the latest of the sizes that came meanwhile', async () => {
  const { taken, answers, send, settled } = createReceiver()
  const tell = latestOnly(send)
  for (const size of ['80x24', '81x24', '82x24']) tell(size)
  answers[0]?.reject(new Error('lost'))
  await settled()
  expect(taken).toEqual(['80x24', '82x24'])
})

it('reads every byte out of base64', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  expect(bytesOf(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
})

it('gives the terminal all its colours from the tokens', () => {
  const theme = themeOf((property) => ` ${property} `)
  expect({ count: Object.keys(theme).length, background: theme.background, red: theme.red }).toEqual({
    count: 25,
    background: '--well',
    red: '--signal-failed-ink',
  })
})

describe('what is said about a shell', () => {
  it('names the exit code where it is known', () => {
    expect(describeNotice({ kind: 'ended', exitCode: 0 })).toBe(
      'The shell ended with exit code 0. Press Enter to open another one.',
    )
    expect(describeNotice({ kind: 'ended', exitCode: null })).toBe(
      'The shell ended. Press Enter to open another one.',
    )
  })

  it('offers to start a service that does not run, and to try again otherwise', () => {
    const failed = (code: string) => remedyOf({ kind: 'failed', problems: [{ code, message: '' }] })
    expect([failed('SERVICE_NOT_RUNNING'), failed('SHELL_LIMIT'), remedyOf({ kind: 'open' })]).toEqual([
      'start',
      'again',
      null,
    ])
  })
})
