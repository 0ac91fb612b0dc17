import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { line } from '../../../src/main/cli/render/line.ts'
import { createTerminal } from '../../../src/main/cli/terminal.ts'

function collect(shape: object = {}) {
  const written: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      done()
    },
  })
  return { stream: Object.assign(stream, shape), written }
}

describe('the terminal', () => {
  it('drops what is printed once nobody reads any more, and says so once', () => {
    const out = collect()
    const terminal = createTerminal({ stdout: out.stream, stderr: collect().stream, variables: {} })
    let closed = 0
    terminal.onClosed(() => (closed += 1))
    terminal.print([line('before')])
    out.stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    terminal.print([line('after')])
    expect({ written: out.written, closed }).toEqual({ written: ['before\n'], closed: 1 })
  })

  it('keeps a generated file exact in a pipe and harmless on a screen', () => {
    const pipe = collect()
    const screen = collect({ isTTY: true, columns: 80, rows: 24 })
    const text = 'a:\n\tb: \u001b[2Jc\n'
    for (const stdout of [pipe.stream, screen.stream]) {
      createTerminal({ stdout, stderr: collect().stream, variables: {} }).printText(text)
    }
    expect([pipe.written, screen.written]).toEqual([[text], ['a:\n b: c\n']])
  })

  it.each([
    ['a capable terminal', { TERM: 'xterm' }, true, true],
    ['a pipe', { TERM: 'xterm' }, false, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
    ['a build machine', { TERM: 'xterm', CI: '1' }, true, false],
    ['a terminal that denies being a build machine', { TERM: 'xterm', CI: 'false' }, true, true],
  ])('on %s can repaint: %#', (_what, variables, isTTY, isLive) => {
    const { stream } = collect({ isTTY })
    expect(createTerminal({ stdout: stream, stderr: collect().stream, variables }).isLive).toBe(isLive)
  })
})
