import { expect, it } from 'vitest'
import { plainLine, readExcerpt } from '../../../src/main/alerts/log-excerpt.ts'

it('has the last twenty lines, cut, without what a terminal or a reader could be misled by', async () => {
  const printed = [
    ...Array.from({ length: 30 }, (_, index) => `line ${index}`),
    '\u001b[31mred\u001b[0m\tand \u202eback\u0007',
    'x'.repeat(1000),
  ]
  const excerpt = await readExcerpt({ tailLog: (_, lines) => Promise.resolve(printed.slice(-lines)) }, 'id')
  expect(excerpt).toHaveLength(20)
  expect(excerpt.slice(-3)).toEqual(['line 29', 'red and back', `${'x'.repeat(300)}…`])
})

it('is nothing when the engine cannot tell', async () => {
  expect(await readExcerpt({ tailLog: () => Promise.reject(new Error('away')) }, 'id')).toEqual([])
})

it('keeps what people write', () => {
  expect(plainLine('Größe 42 ✓ 日本')).toBe('Größe 42 ✓ 日本')
})
