import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkSecrets } from '../../../src/main/doctor/check-secrets.ts'
import { listVariables } from '../../../src/main/secrets/variables/list-variables.ts'
import { isPlaceholder } from '../../../src/main/secrets/variables/find-placeholder.ts'
import {
  describeEnvFile,
  describeNeed,
  describeSource,
  relativePlace,
} from '../../../src/shared/secrets-words.ts'
import { model } from '../run/sample-model.ts'

/** The variables of a lab of one stack, whose files are written here. */
function listOf(
  files: Readonly<Record<string, string>>,
  options: { readonly envFiles?: readonly string[]; readonly shell?: Readonly<Record<string, string>> } = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-variables-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text, { mode: 0o600 })
  }
  const envFiles = (options.envFiles ?? []).map((name) => join(dir, name))
  const project = { dir, files: [join(dir, 'compose.yaml')], envFiles }
  const { lab } = model({ app: { services: {}, project } })
  const list = () => listVariables({ ...lab, dir }, { shell: options.shell ?? {}, declared: [], stack: null })
  return { dir, list }
}

function rowsOf({ dir, list }: ReturnType<typeof listOf>) {
  return list().flatMap(({ variables }) =>
    variables.map((variable) => [
      variable.name,
      variable.state,
      describeSource(variable, dir),
      variable.alsoIn.map((place) => relativePlace(place, dir)).join(' '),
      variable.isProblem ? describeNeed(variable, dir) : '',
    ]),
  )
}

describe('variables of a lab', () => {
  it('have a state, the line that sets them, and what that overrides', () => {
    const listed = listOf(
      {
        'compose.yaml': `services:
  a:
    image: "x:\${TAG:-1}"
    environment:
      A: \${A}
      B: \${B:?needed}
      C: \${C:?needed}
      D: $D
      # \${IN_COMMENT}
      E: $$E \${F:-\${G:-deep}}
`,
        '.env.global': 'A=1\nTZ=UTC\n',
        '.env': '# mine\nA=2\nC=\nH=x\nG=\n',
        '.env.example': 'I=\nA=\n',
      },
      { envFiles: ['.env.global', '.env'], shell: { H: 'y', A: '3' } },
    )
    expect(rowsOf(listed)).toEqual([
      ['A', 'set', 'the shell', '.env:2 .env.global:1', ''],
      ['B', 'missing', '', '', 'asked for in compose.yaml:6'],
      ['C', 'empty', '.env:3', '', 'asked for in compose.yaml:7'],
      ['D', 'missing', '', '', 'asked for in compose.yaml:8'],
      ['F', 'set', 'default in compose.yaml:10', '', ''],
      ['G', 'empty', '.env:5', '', ''],
      ['H', 'set', 'the shell', '.env:4', ''],
      ['I', 'missing', '', '', 'expected by .env.example:1'],
      ['TAG', 'set', 'default in compose.yaml:3', '', ''],
      ['TZ', 'set', '.env.global:2', '', ''],
    ])
  })

  it('never come with a value', () => {
    const { list } = listOf({ 'compose.yaml': 'x: ${TOKEN}', '.env': 'TOKEN=hunter2-hunter2\n' })
    expect(JSON.stringify(list())).not.toContain('hunter2')
    expect(list()[0]?.variables[0]).toMatchObject({ name: 'TOKEN', state: 'set', isSecret: true })
  })

  it('are placeholders while they are what the example has', () => {
    const { dir, list } = listOf({
      'compose.yaml': 'x: $DB_PASSWORD $TZ $API_KEY',
      '.env': 'DB_PASSWORD=postgres-secret\nTZ=UTC\nAPI_KEY=<your key>\n',
      '.env.example': 'DB_PASSWORD=postgres-secret\nTZ=UTC\nAPI_KEY=\n',
    })
    expect(list()[0]?.variables.map(({ name, state }) => [name, state])).toEqual([
      ['API_KEY', 'placeholder'],
      ['DB_PASSWORD', 'placeholder'],
      ['TZ', 'set'],
    ])
    expect(checkSecrets([], list(), 0)).toMatchObject([
      {
        check: 'placeholders',
        message: 'API_KEY and DB_PASSWORD have the placeholder of an example for a value.',
        place: { file: join(dir, '.env'), line: 3 },
      },
    ])
  })

  it('stand in env files of which those with secrets should be for one person only', () => {
    const { dir, list } = listOf(
      { 'compose.yaml': 'x: 1', '.env.global': 'TZ=UTC\n', '.env': 'TOKEN=abc-def\n', 'b.env': 'A="x\n' },
      { envFiles: ['.env.global', '.env', 'b.env', 'c.env'] },
    )
    for (const name of ['.env.global', '.env']) chmodSync(join(dir, name), 0o644)
    expect(list()[0]?.envFiles.map(describeEnvFile)).toEqual([
      '1 variable, mode 644',
      '1 variable, mode 644: others can read its secrets',
      'refused, line 1: the quote of A is not closed',
      'missing',
    ])
    expect(checkSecrets([], list(), 0)).toMatchObject([
      { check: 'env-modes', level: 'warning', fix: { kind: 'restrict-file', file: join(dir, '.env') } },
    ])
  })

  it.each([
    ['A', 'changeme', true],
    ['A', 'change-me-please', true],
    ['A', 'your_api_key', true],
    ['A', '<token>', true],
    ['A', 'xxxx', true],
    ['A', 'put-key-here', true],
    ['A', 'exchange', false],
    ['A', 'yours', false],
    ['A', '', false],
    ['DB_PASSWORD', 'postgres', true],
    ['DB_USER', 'postgres', false],
  ])('%s=%s beside an example of postgres: placeholder %s', (name, value, expected) => {
    expect(isPlaceholder(name, value, 'postgres')).toBe(expected)
  })
})
