import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createShell, type Shell, type ShellOutput } from '../../../src/main/shell/shell.ts'
import { createSmallTerminal } from './small-terminal.ts'

const kibibyte = 1024

function open({
  patienceMs = 60_000,
  source,
}: { readonly patienceMs?: number; readonly source?: AsyncIterable<Buffer> } = {}) {
  const small = createSmallTerminal()
  const commands: string[] = []
  const abandoned = Promise.withResolvers<void>()
  const engine = {
    exec: (_id: string, command: readonly string[]) => {
      commands.push(command.slice(3).join(' '))
      small.end(129)
      return Promise.resolve({ exitCode: 0, output: '' })
    },
  }
  const output = source ?? (small.terminal.stream as AsyncIterable<Buffer>)
  const shell = createShell(
    { terminal: small.terminal, output, program: 'sh', session: 42 },
    { engine, containerId: 'web', patienceMs, onAbandoned: abandoned.resolve },
  )
  onTestFinished(() => shell.close())
  return { ...small, shell, commands, abandoned: abandoned.promise }
}

const batch = (text: string): ShellOutput => ({
  data: Buffer.from(text).toString('base64'),
  exitCode: null,
})

async function readAll(shell: Shell): Promise<{ readonly sizes: number[]; readonly end: unknown }> {
  const sizes: number[] = []
  for await (const { data, exitCode } of shell.output(undefined)) {
    if (data === null) return { sizes, end: exitCode }
    sizes.push(Buffer.from(data, 'base64').length)
  }
  return { sizes, end: 'taken over' }
}

describe('the output of a shell', () => {
  it('begins with what was printed before anybody read, and ends with the exit code', async () => {
    const { shell, print, end } = open()
    print('one ')
    print('two')
    end(3)
    const events: ShellOutput[] = []
    for await (const event of shell.output(undefined)) events.push(event)
    expect(Buffer.concat(events.map(({ data }) => Buffer.from(data ?? '', 'base64'))).toString()).toBe(
      'one two',
    )
    expect(events.at(-1)).toEqual({ data: null, exitCode: 3 })
  })

  it('comes in pieces of 64 KiB at most', async () => {
    const { shell, print, end } = open()
    print(Buffer.alloc(150 * kibibyte))
    end(0)
    expect(await readAll(shell)).toEqual({
      sizes: [64 * kibibyte, 64 * kibibyte, 22 * kibibyte],
      end: 0,
    })
  })

  it('makes the shell wait for a slow reader, and loses nothing', async () => {
    let taken = 0
    const source = (async function* () {
      for (; taken < 10; taken += 1) yield await Promise.resolve(Buffer.alloc(100 * kibibyte))
    })()
    const { shell } = open({ source })
    const output = shell.output(undefined)
    await output.next()
    // Three pieces fill what is kept, and the fourth is held.
    await expect.poll(() => taken).toBe(3)
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    expect(taken).toBe(3)
    await output.return()
    const { sizes } = await readAll(shell)
    expect([taken, sizes.reduce((sum, size) => sum + size, 0)]).toEqual([10, 1000 * kibibyte])
  })

  it('goes to the latest reader, from the last 256 KiB that were kept', async () => {
    const { shell, print, end } = open()
    const first = shell.output(undefined)
    print(Buffer.alloc(200 * kibibyte))
    for (let count = 0; count < 4; count += 1) await first.next()
    const waiting = first.next()
    print(Buffer.alloc(200 * kibibyte))
    await waiting
    for (let count = 0; count < 3; count += 1) await first.next()
    const second = readAll(shell)
    expect(await first.next()).toEqual({ done: true, value: undefined })
    end(0)
    const { sizes } = await second
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(257 * kibibyte)
  })

  it('is abandoned when nobody reads it for as long as it has patience', async () => {
    const fresh = open({ patienceMs: 20 })
    await fresh.abandoned
    const left = open({ patienceMs: 20 })
    left.print('$ ')
    const leaving = new AbortController()
    const output = left.shell.output(leaving.signal)
    expect(await output.next()).toEqual({ done: false, value: batch('$ ') })
    leaving.abort()
    await left.abandoned
    expect(await output.next()).toEqual({ done: true, value: undefined })
  })
})

describe('a shell', () => {
  it('takes what is typed and its size until it is over', async () => {
    const { shell, end, typed, sizes } = open()
    expect([shell.write('ls ü\n'), await shell.resize(100, 40)]).toEqual([true, true])
    end(0)
    await expect.poll(() => shell.isOver).toBe(true)
    expect([shell.write('x'), await shell.resize(1, 1)]).toEqual([false, false])
    expect([typed, sizes]).toEqual([['ls ü\n'], [[100, 40]]])
  })

  it('is hung up when it is closed, and only once', async () => {
    const { shell, commands } = open()
    await shell.close()
    await shell.close()
    expect([commands, shell.isOver]).toEqual([['sh 42 HUP'], true])
  })
})
