import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createFileCache, type CacheQuestion } from '../../../src/main/compose/file-cache.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-cache-'))
  folders.push(folder)
  return folder
}

/** A question about one file that exists and one that does not, in a folder of its own. */
function newQuestion(changes: Partial<CacheQuestion> = {}): {
  readonly question: CacheQuestion
  readonly folder: string
} {
  const folder = temporaryFolder()
  const file = join(folder, 'compose.yaml')
  writeFileSync(file, 'image: a:${TAG}')
  return {
    folder,
    question: {
      key: ['resolve', 'a'],
      inputs: [file, join(folder, '.env')],
      texts: ['image: a:${TAG}'],
      ...changes,
    },
  }
}

/** Asks twice, with something done in between; the answer is the number of the time that Compose was asked. */
async function askTwice(
  { question, folder }: ReturnType<typeof newQuestion>,
  between: {
    readonly work?: () => void
    readonly variables?: NodeJS.ProcessEnv
    readonly question?: Partial<CacheQuestion>
  },
  variables: NodeJS.ProcessEnv = { TAG: '1', OTHER: 'x', HOME: '/home/me' },
): Promise<readonly number[]> {
  let asked = 0
  const answer = () => Promise.resolve((asked += 1))
  const cacheFolder = join(folder, 'cache')
  const first = await createFileCache(cacheFolder, variables).remember(question, answer)
  between.work?.()
  const later = createFileCache(cacheFolder, { ...variables, ...between.variables })
  return [first, await later.remember({ ...question, ...between.question }, answer)]
}

describe('the file cache', () => {
  it('keeps an answer from one process to the next', async () => {
    expect(await askTwice(newQuestion(), {})).toEqual([1, 1])
  })

  it.each([
    [
      'an input is edited',
      (folder: string) => writeFileSync(join(folder, 'compose.yaml'), 'image: b:${TAG}'),
    ],
    [
      'an input of the same length is edited',
      (folder: string) => writeFileSync(join(folder, 'compose.yaml'), 'image: z:${TAG}'),
    ],
    ['an input is taken away', (folder: string) => rmSync(join(folder, 'compose.yaml'))],
    ['an input appears', (folder: string) => writeFileSync(join(folder, '.env'), '')],
  ])('asks again when %s', async (_, work) => {
    const given = newQuestion()
    expect(await askTwice(given, { work: () => work(given.folder) })).toEqual([1, 2])
  })

  it.each([
    ['a variable that is mentioned changes', { TAG: '2' }, [1, 2]],
    ['a variable that is mentioned is no longer set', { TAG: undefined }, [1, 2]],
    ['a variable of Compose itself appears', { COMPOSE_PROFILES: 'gpu' }, [1, 2]],
    ['the home changes, which paths can start from', { HOME: '/home/you' }, [1, 2]],
    ['a variable that nobody mentions changes', { OTHER: 'y', MORE: 'z' }, [1, 1]],
  ])('knows what to do when %s', async (_, variables, expected) => {
    expect(await askTwice(newQuestion(), { variables })).toEqual(expected)
  })

  it('tells questions apart', async () => {
    expect(await askTwice(newQuestion(), { question: { key: ['resolve', 'b'] } })).toEqual([1, 2])
  })

  it('keeps one answer of those that differ in their state alone', async () => {
    const asked = newQuestion({ state: ['one'] })
    expect([
      await askTwice(newQuestion({ state: ['one'] }), {}),
      await askTwice(asked, { question: { state: ['two'] } }),
      readdirSync(join(asked.folder, 'cache')).length,
    ]).toEqual([[1, 1], [1, 2], 1])
  })

  it('keeps nothing when its inputs cannot be told', async () => {
    const given = newQuestion({ inputs: null })
    expect(await askTwice(given, {})).toEqual([1, 2])
    expect(readdirSync(given.folder)).toEqual(['compose.yaml'])
  })

  it('keeps the answer "nothing is wrong"', async () => {
    const { question, folder } = newQuestion()
    const cache = createFileCache(folder, {})
    const first = await cache.remember(question, () => Promise.resolve(null))
    expect([first, await cache.remember(question, () => Promise.reject(new Error('asked twice')))]).toEqual([
      null,
      null,
    ])
  })

  it('keeps no failure', async () => {
    const { question, folder } = newQuestion()
    const cache = createFileCache(folder, {})
    await expect(cache.remember(question, () => Promise.reject(new Error('no Compose')))).rejects.toThrow(
      'no Compose',
    )
    expect(await cache.remember(question, () => Promise.resolve('answer'))).toBe('answer')
  })

  it('asks again when an entry is broken', async () => {
    const given = newQuestion()
    const cacheFolder = join(given.folder, 'cache')
    const work = () => {
      for (const name of readdirSync(cacheFolder)) writeFileSync(join(cacheFolder, name), '{"inputs"')
    }
    expect(await askTwice(given, { work })).toEqual([1, 2])
  })

  it('goes without an entry when it cannot be written', async () => {
    const { question, folder } = newQuestion()
    writeFileSync(join(folder, 'occupied'), '')
    const cache = createFileCache(join(folder, 'occupied'), {})
    expect(await cache.remember(question, () => Promise.resolve(1))).toBe(1)
  })

  it('is read by nobody else, and holds no value of a variable', async () => {
    const given = newQuestion()
    await askTwice(given, {}, { TAG: 'very-secret' })
    const cacheFolder = join(given.folder, 'cache')
    const names = readdirSync(cacheFolder)
    const [name = ''] = names
    const { mode } = statSync(join(cacheFolder, name))
    expect([names.length, mode & 0o077, statSync(cacheFolder).mode & 0o077]).toEqual([1, 0, 0])
    expect(readFileSync(join(cacheFolder, name), 'utf8')).not.toContain('very-secret')
  })
})
