import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { conflictIn, findIncludeConflicts } from '../../../src/main/compose/include-conflicts.ts'

let dir: string
const write = async (files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-include-'))
})
afterEach(() => rm(dir, { recursive: true }))

it('names the resource, both places, and three ways out', async () => {
  await write({
    'docker-compose.yml':
      'include:\n  - ./supabase/compose.yml\nservices:\n  storage: { image: b }\n  same: { image: c, restart: always }\n',
    'supabase/compose.yml':
      'services:\n  same:\n    restart: always\n    image: c\n  storage: { image: a }\n',
  })
  const [conflict, ...others] = findIncludeConflicts(join(dir, 'docker-compose.yml'))
  expect(others).toEqual([])
  expect(conflict).toMatchObject({
    resource: 'services.storage',
    places: [
      { file: join(dir, 'docker-compose.yml'), line: 4, column: 3 },
      { file: join(dir, 'supabase/compose.yml'), line: 5, column: 3 },
    ],
  })
  expect(conflict?.ways.map(({ text }) => text.split('\n')[0])).toEqual(['stacks:', 'include:', 'services:'])
  expect(conflict?.ways[0]?.text).toContain('files: [supabase/compose.yml, docker-compose.yml]')
})

it('finds one between two files that are included, and none in a list of files that are laid over each other', async () => {
  await write({
    'two.yml': 'include: [a.yml, { path: b.yml }]\n',
    'list.yml': 'include: [{ path: [a.yml, b.yml] }]\n',
    'a.yml': 'volumes: { data: { name: a } }\n',
    'b.yml': 'volumes: { data: { name: b } }\ninclude: [b.yml, missing.yml]\n',
  })
  expect(findIncludeConflicts(join(dir, 'two.yml')).map(({ resource }) => resource)).toEqual(['volumes.data'])
  expect(findIncludeConflicts(join(dir, 'list.yml'))).toEqual([])
})

it("reads Compose's own words", () => {
  expect(conflictIn('services.storage conflicts with imported resource')).toBe('services.storage')
  expect(conflictIn('Compose says: something else.')).toBeNull()
})
