import { describe, expect, it } from 'vitest'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import { mergeSettings } from '../../../../src/main/lab/switchyard-file/settings.ts'
import { parseSizeMib } from '../../../../src/shared/size.ts'
import { problemsOf } from './problems-of.ts'

function recipeOf(recipe: string) {
  const { content } = parseSwitchyardFile(
    `stacks: { ai: { recipes: { llm: ${recipe} } } }`,
    '/lab/switchyard.yaml',
  )
  return mergeSettings(new Map(), content.stacks?.['ai'] ?? {}).get('llm')?.recipe
}

describe('a recipe', () => {
  it('asks for nothing but what it says', () => {
    expect(recipeOf('{ swap: 16GiB }')).toEqual({
      swapMib: 16 * 1024,
      swapPlace: 'default',
      pauseGuards: false,
      flushCache: false,
      until: 'ready',
      limitMs: null,
      whenAvailableBelowMib: null,
      onFailure: 'continue',
    })
  })

  it('may say everything', () => {
    expect(
      recipeOf(
        '{ swap: { size: 512M, place: fast }, pause_guards: true, flush_cache: true, until: 6m, limit: 20m, only_if_available_below: 1TiB, on_failure: abort }',
      ),
    ).toEqual({
      swapMib: 512,
      swapPlace: 'fast',
      pauseGuards: true,
      flushCache: true,
      until: { forMs: 360_000 },
      limitMs: 1_200_000,
      whenAvailableBelowMib: 1024 * 1024,
      onFailure: 'abort',
    })
  })

  it.each([
    ['{ swap: lots }', /must be a size from `64MiB` to `1TiB`/],
    ['{ swap: 1MiB }', /must be a size from `64MiB` to `1TiB`/],
    ['{ swap: { size: 1GiB, place: ../etc } }', /must be the name of a place/],
    ['{ pause_guards: sometimes }', /must be `true` or `false`/],
    ['{ until: later }', /must be a duration/],
    ['{ on_failure: shrug }', /must be `continue` or `abort`/],
    ['{ sawp: 1GiB }', /sawp/],
  ])('%s is told with what it must be', async (recipe, sentence) => {
    const [problem, ...others] = await problemsOf(() => recipeOf(recipe))
    expect(problem?.message).toMatch(sentence)
    expect(problem?.place).toMatchObject({ file: '/lab/switchyard.yaml', line: 1 })
    expect(others).toEqual([])
  })
})

it.each([
  ['64M', 64],
  ['1GB', 1024],
  ['1.5 GiB', 1536],
  ['2T', 2 * 1024 * 1024],
  ['16', Number.NaN],
  ['-1G', Number.NaN],
])('the size %s', (written, mib) => {
  expect(parseSizeMib(written)).toBe(mib)
})
