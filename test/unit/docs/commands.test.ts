import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { refusal } from './support/check-command.ts'
import { inlineCode, manualPages, partsOf, root } from './support/manual.ts'
import { manualCommands } from './support/manual-commands.ts'

const sources = globSync(['{src,test,scripts,resources}/**/*.{ts,tsx,py}', '*.ts'], { cwd: root }).map(
  (path) => `/${path}`,
)

describe.each(manualPages)('$path', ({ text }) => {
  it('has only commands of Switchyard that there are', async () => {
    const refused: string[] = []
    for (const command of manualCommands(text)) {
      const why = await refusal(command)
      // Its help is an answer, too.
      if (why !== null && why !== '(outputHelp)')
        refused.push(`switchyard ${command.words.join(' ')}: ${why}`)
    }
    expect(refused).toEqual([])
  })

  it('has only scripts and programs of the project that there are', () => {
    const { shellLines, prose } = partsOf(text)
    const lines = [...shellLines, ...inlineCode(prose)].join('\n')
    const scripts = [...lines.matchAll(/(?<!-- )\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([])
    const programs = [...lines.matchAll(/\bnpx (?:--no )?(@?[\w/-]+)/g)].map(([, name = '']) => name)
    const isThere = (name: string) =>
      name === packageJson.name ||
      existsSync(join(root, 'node_modules', name.startsWith('@') ? name : join('.bin', name)))
    expect(programs.filter((name) => !isThere(name))).toEqual([])
  })
})

// Pages for those who come from elsewhere name the files that they have there.
describe.each(manualPages.filter(({ path }) => !path.includes('coming-from')))('$path', ({ text }) => {
  it('names only files of the project that there are', () => {
    const named = inlineCode(partsOf(text).prose)
    const paths = named.filter((code) =>
      /^(src|test|scripts|resources|docs|bin|\.github)\/[\w./*{},-]+$/.test(code),
    )
    expect(paths.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual([])
    const files = named.filter(
      (code) => /^[\w.-]+(\/[\w.-]+)*\.(ts|tsx|py)$/.test(code) && !code.startsWith('.'),
    )
    expect(files.filter((file) => !sources.some((path) => path.endsWith(`/${file}`)))).toEqual([])
  })
})

it('reads the commands of a page as a shell would', () => {
  const page = [
    'Say `switchyard up`, or `switchyard find :8080`. | `npx switchyard logs -f`',
    '',
    '| to   | in the terminal, and more    |',
    '| ---- | ---------------------------- |',
    '| say  | terminal                     |',
    '| look | `links --check`, `switchyard status \\| head` |',
    '',
    '```sh',
    "switchyard exec db -- psql -c 'SELECT 1'   # asks",
    'docker ps && npx switchyard apps off',
    '```',
    '```yaml',
    'switchyard: none',
    '```',
  ].join('\n')
  expect(manualCommands(page).map(({ words, isInSentence }) => [words.join(' '), isInSentence])).toEqual([
    ['exec db -- psql -c SELECT 1', false],
    ['apps off', false],
    ['up', true],
    ['find :8080', true],
    ['logs -f', true],
    ['status', true],
    ['links --check', true],
  ])
})
