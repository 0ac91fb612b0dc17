import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { discover } from './support/sketch.ts'
import { services, writeLab } from './support/temporary-lab.ts'

/** What discovery says about a lab whose only file has this text. */
async function problemOf(text: string) {
  const dir = await writeLab({ 'compose.yaml': text })
  return discover(dir).then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof SwitchyardError)) throw error
      const { code, message, place } = error
      return { code, message, ...(place ? { at: `${place.line ?? ''}:${place.column ?? ''}` } : {}) }
    },
  )
}

describe('a Compose file that cannot be read', () => {
  it.each([
    ['a tab', 'services:\n\tweb: { image: a }\n', '2:1', 'A tab is used to indent; YAML allows spaces only.'],
    [
      'a key twice',
      'services:\n  a: { image: a }\n  a: { image: b }\n',
      '3:3',
      'The key `a` is there twice.',
    ],
    [
      'an unknown alias',
      'services:\n  a: *b\n',
      '2:6',
      'The alias `*b` stands for nothing: no `&b` comes before it.',
    ],
    ['a list', '- web\n', '1:', 'A Compose file must be a mapping with keys like `services:`.'],
    ['a word', 'web\n', '1:', 'A Compose file must be a mapping with keys like `services:`.'],
    [
      'a list of services',
      'name: x\nservices:\n  - web\n',
      '3:3',
      '`services` must be a mapping from names to what they are.',
    ],
  ])('because of %s is told with its place', async (_, text, at, message) => {
    expect(await problemOf(text)).toEqual({ code: 'COMPOSE_FILE_INVALID', message, at })
  })

  it('because its aliases unfold without end is refused at once', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}]\n`,
    )
    expect(await problemOf(`a0: &a0 [x, x]\n${levels.join('')}`)).toEqual({
      code: 'COMPOSE_FILE_INVALID',
      message: 'The file is nested too deeply, or its aliases unfold to too much.',
      at: '1:',
    })
  })

  it('is told together with all others', async () => {
    const dir = await writeLab({
      'a/compose.yaml': '- x\n',
      'b/compose.yaml': 'services: 1\n',
      'c/compose.yaml': services('c'),
    })
    await expect(discover(dir)).rejects.toMatchObject({
      code: 'COMPOSE_FILE_INVALID',
      problems: [
        { code: 'COMPOSE_FILE_INVALID', place: { file: join(dir, 'a/compose.yaml') } },
        { code: 'COMPOSE_FILE_INVALID', place: { file: join(dir, 'b/compose.yaml') } },
      ],
    })
  })

  it('is not one with Compose’s own tags, merge keys, many aliases or several documents', async () => {
    const users = Array.from({ length: 300 }, (_, index) => `  s${index}: { <<: *it }\n`).join('')
    const text = `x-it: &it { image: a }\nservices:\n${users}  t: { image: a, ports: !reset [], volumes: !override { } }\n---\nservices:\n  u: { image: u }\n`
    expect(await problemOf(text)).toBeNull()
  })
})

describe('a folder without a lab', () => {
  it('says what was looked for', async () => {
    const dir = await writeLab({ 'readme.md': 'hello' })
    await expect(discover(dir)).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: `There is no Compose file in ${dir}.`,
      hint: 'Looked there and four folders deep for compose.yaml, docker-compose.yml and names like docker-compose.app.yml.',
    })
  })

  it('says why the files that are there are no stacks', async () => {
    const dir = await writeLab({ 'compose.yaml': 'services:\n' })
    await expect(discover(dir)).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: 'No Compose file of this folder can be run: it has no services.',
      place: { file: join(dir, 'compose.yaml') },
    })
  })

  it('may not be there at all, or be a file', async () => {
    const dir = await writeLab({ file: '' })
    await expect(discover(join(dir, 'nope'))).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: `There is no folder ${join(dir, 'nope')}.`,
    })
    await expect(discover(join(dir, 'file'))).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: `${join(dir, 'file')} is not a folder.`,
    })
  })
})
