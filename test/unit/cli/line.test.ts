import { describe, expect, it } from 'vitest'
import { displayWidth, formatLine, span } from '../../../src/main/cli/render/line.ts'
import { createStyle, plainStyle, symbolOf } from '../../../src/main/cli/render/style.ts'

describe('hostile text', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['clearing the screen', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['the window title', '\u001b]0;owned\u0007x', 'x'],
    ['C1 control characters', 'a\u009b31mb\u0085c', 'abc'],
    ['a carriage return that would paint over the line', 'ready\rfailed', 'ready failed'],
    ['line breaks and tabs', 'a\n\tb', 'a b'],
    ['marks that turn text around', 'a\u202egnp.exe', 'agnp.exe'],
    ['backspace and bell', 'a\b\u0007b', 'ab'],
  ])('loses %s', (_what, hostile, clean) => {
    expect(span(hostile).text).toBe(clean)
  })
})

describe('formatLine', () => {
  it.each([
    ['short', 20, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['exactly ten', 10, 'exactly t…'],
    ['数据库服务器', 12, '数据库服务器'],
    ['数据库服务器', 8, '数据库…'],
    ['a👩‍👩‍👧bcdef', 5, 'a👩‍👩‍👧b…'],
  ])('cuts %j to %i columns', (text, columns, cut) => {
    const formatted = formatLine([span(text)], plainStyle, columns)
    expect(formatted).toBe(cut)
    expect(displayWidth(formatted)).toBeLessThanOrEqual(columns)
  })

  it('does not take padding for text', () => {
    expect(formatLine([span('name'), span('      ')], plainStyle, 4)).toBe('name')
  })

  it('cuts across spans and keeps their tones', () => {
    const style = createStyle({ hasColour: true, unicode: true })
    expect(formatLine([span('data', 'strong'), span(' is failed', 'failed')], style, 8)).toBe(
      '\u001b[1mdata\u001b[22m\u001b[31m is…\u001b[39m',
    )
  })

  it('keeps to ASCII where the locale is not UTF-8', () => {
    const style = createStyle({ hasColour: false, unicode: false })
    expect(formatLine([span('0.0.0.0:80→80/tcp and more')], style, 20)).toBe('0.0.0.0:80->80/tc...')
    expect(symbolOf('done', style)).toBe('++')
  })
})
