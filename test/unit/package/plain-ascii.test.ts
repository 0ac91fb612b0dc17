import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { escapeText } from '../../../scripts/build/plain-ascii.ts'

it('escapes what is not ASCII, and the program stays the same', () => {
  const code = "({ 'größe': `… ${'→'} 🦀`, star: /[★☆]/.test('☆'), crab: /^.$/u.test('🦀') })"
  const escaped = escapeText(code)
  expect(/^[\0-\x7f]*$/.test(escaped)).toBe(true)
  const run = (text: string): unknown => runInNewContext(text)
  expect(run(escaped)).toEqual({ größe: '… → 🦀', star: true, crab: true })
})
