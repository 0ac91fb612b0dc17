import { describe, expect, it } from 'vitest'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import { mergeSettings } from '../../../../src/main/lab/switchyard-file/settings.ts'
import { problemsOf } from './problems-of.ts'

function settingsOf(key: 'heal' | 'alerts', entry: string) {
  const { content } = parseSwitchyardFile(
    `stacks: { ai: { ${key}: { llm: ${entry} } } }`,
    '/lab/switchyard.yaml',
  )
  return mergeSettings(new Map(), content.stacks?.['ai'] ?? {}).get('llm')
}

describe('auto-heal', () => {
  it.each([
    ['{ after: 90s, at_most: 12/h }', { afterMs: 90_000, atMost: 12 }],
    ['{ after: 1h }', { afterMs: 3_600_000, atMost: 3 }],
    ['{}', { afterMs: 300_000, atMost: 3 }],
    ['', { afterMs: 300_000, atMost: 3 }],
  ])('of a service is asked for by %s', (entry, heal) => {
    expect(settingsOf('heal', entry)).toEqual({ heal })
  })

  it.each([
    ['{ after: soon }', /must be a duration/],
    ['{ after: 0s }', /must be a duration longer than nothing/],
    ['{ at_most: 3 }', /must be a number an hour from `1\/h` to `60\/h`/],
    ['{ at_most: 0/h }', /must be a number an hour/],
    ['{ at_most: 61/h }', /must be a number an hour/],
    ['{ often: 3/h }', /often/],
    ['true', /must be a map like `{ after: 5m, at_most: 3\/h }`/],
  ])('%s is told with what it must be', async (entry, sentence) => {
    const [problem, ...others] = await problemsOf(() => settingsOf('heal', entry))
    expect(problem?.message).toMatch(sentence)
    expect(problem?.place).toMatchObject({ file: '/lab/switchyard.yaml', line: 1 })
    expect(others).toEqual([])
  })
})

describe('alerts', () => {
  it.each([
    ['off', 'all'],
    ['false', 'all'],
    ['{ memory: off, crash-loop: false }', ['crash-loop', 'memory']],
    ['{}', []],
  ])('of a service are silenced by %s', (entry, silent) => {
    expect(settingsOf('alerts', entry)).toEqual({ silent })
  })

  it.each([
    ['on', /must be `off`, or a map like `{ memory: off }`/],
    ['{ memory: sometimes }', /must be `off`/],
    ['{ disk: off }', /disk/],
  ])('%s is told with what it must be', async (entry, sentence) => {
    const [problem, ...others] = await problemsOf(() => settingsOf('alerts', entry))
    expect(problem?.message).toMatch(sentence)
    expect(problem?.place).toMatchObject({ file: '/lab/switchyard.yaml', line: 1 })
    expect(others).toEqual([])
  })
})
