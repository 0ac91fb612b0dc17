import { describe, expect, it } from 'vitest'
import { toPlainText, toSpans } from '../../../../src/renderer/features/logs/ansi.ts'

const style = (changes: object) => ({ color: null, bold: false, italic: false, underline: false, ...changes })

describe('colours of a terminal', () => {
  it('become spans', () => {
    expect(toSpans('\x1b[32mINFO\x1b[0m \x1b[1;31mno\x1b[22m yes\x1b[39m.')).toEqual([
      { text: 'INFO', style: style({ color: 'green' }) },
      { text: ' ', style: null },
      { text: 'no', style: style({ color: 'red', bold: true }) },
      { text: ' yes', style: style({ color: 'red' }) },
      { text: '.', style: null },
    ])
  })

  it.each([
    ['38;5;196', 'red'],
    ['38;5;244', 'bright'],
    ['38;5;2', 'green'],
    ['38;2;30;60;240', 'blue'],
    ['38;2;250;240;20', 'yellow'],
    ['95', 'magenta'],
    ['2', 'dim'],
  ])('of %s are %s', (parameters, color) => {
    expect(toSpans(`\x1b[${parameters}mx`)).toEqual([{ text: 'x', style: style({ color }) }])
  })

  it('leave backgrounds alone', () => {
    expect(toSpans('\x1b[48;5;196;41mx')).toEqual([{ text: 'x', style: null }])
  })
})

describe('hostile lines', () => {
  it.each([
    ['markup stays text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['the cursor cannot be moved', 'a\x1b[2J\x1b[1;1H\x1b[?25lb', 'ab'],
    ['the title cannot be set', 'a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'ablink'],
    ['a sequence without an end hides nothing', '\x1b]0;the rest is seen', '␛]0;the rest is seen'],
    ['an escape alone is seen', 'a\x1b', 'a␛'],
    ['controls are seen', 'a\x00b\x07c\rd\x7fe', 'a␀b␇c␍d␡e'],
    ['tabs stay', 'a\tb', 'a\tb'],
    ['the direction of reading cannot be turned', 'a\u202eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['what cannot be seen is seen', 'a\u200bb\ufeff\x9b31m', 'a<U+200B>b<U+FEFF><U+009B>31m'],
    ['another script stays as it is', 'שלום 日本 👍', 'שלום 日本 👍'],
  ])('%s', (_, line, text) => {
    expect(toPlainText(line)).toBe(text)
  })

  it.each([
    ['a megabyte of letters', 'x'.repeat(1_048_576), 1_048_576],
    ['a megabyte of escapes', '\x1b'.repeat(1_048_576), 1_048_576],
    ['strings without an end', '\x1b]'.repeat(524_288), 1_048_576],
    ['sequences without an end', '\x1b[1;'.repeat(262_144), 1_048_576],
  ])('%s are read', (_, line, length) => {
    expect(toPlainText(line).length).toBe(length)
  })
})
