import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { evaluateEntries, readEnvFile } from '../../src/main/compose/env-file.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-env-'))
})
afterAll(() => rm(dir, { recursive: true }))

type Values = Readonly<Record<string, string>>

const shell: Values = { SHELL_VALUE: 'from the shell' }
const names = ['A', 'B', 'C', 'D', 'SHELL_VALUE']

/** What Compose makes of the variables of several env files, by one call; null when it refuses one of them. */
async function askCompose(texts: readonly string[]): Promise<Values[] | null> {
  const folder = await mkdtemp(join(dir, 'project-'))
  const environment = Object.fromEntries(names.map((name) => [name, `\${${name}-(unset)}`]))
  const include = texts.map((_, index) => ({ path: `${index}.json`, env_file: `${index}.env` }))
  for (const [index, text] of texts.entries()) {
    await writeFile(join(folder, `${index}.env`), text)
    const services = { [`s${index}`]: { image: 'x', environment } }
    await writeFile(join(folder, `${index}.json`), JSON.stringify({ services }))
  }
  await writeFile(join(folder, 'compose.json'), JSON.stringify({ name: 'x', include }))
  const args = ['compose', '--file', 'compose.json', 'config', '--format', 'json']
  const env = { ...inject('engineVariables'), ...shell, HOME: dir }
  const { stdout, exitCode } = await execa('docker', args, {
    env,
    extendEnv: false,
    cwd: folder,
    reject: false,
  })
  if (exitCode !== 0) return null
  const { services } = JSON.parse(stdout) as { services: Record<string, { environment: Values }> }
  return texts.map((_, index) => mapValues(services[`s${index}`]?.environment ?? {}, undouble))
}

/** The same as we read it; null for a file with a mistake. */
function readOurs(text: string): Values | null {
  const { entries, mistake } = readEnvFile({ file: '.env', text })
  if (mistake) return null
  const values = evaluateEntries(entries, (name) => shell[name])
  return Object.fromEntries(names.map((name) => [name, shell[name] ?? values.get(name) ?? '(unset)']))
}

const undouble = (value: string) => value.replaceAll('$$', '$')

function mapValues(values: Values, change: (value: string) => string): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

const good: Values = {
  plain: 'A=1\nB=two words\nC=\nD=x',
  'byte order mark': '\uFEFFA=1\nB=2\n',
  CRLF: 'A=1\r\nB="2"\r\nC=\'3\'\r\n# note\r\nD=4 # note\r\n',
  'CRLF within quotes': 'A="one\r\ntwo"\r\nB=\'one\r\ntwo\'\r\n',
  comments: '# A=0\nA=1 # one\nB=2#two\nC="3" # three\nD= # four\n',
  'comment behind a tab': 'A=1\t# one\nB=2\n',
  export: 'export A=1\nexport\tB=2\nexportC=3\nC=4\n',
  colon: 'A: 1\nB:2\nC : 3\nD:"x y"\n',
  'white space': '  A = 1  \n\tB\t=\t2\t\nC="  3  "\nD=  \n',
  'double quotes': 'A="a \\"b\\" c"\nB="it\'s"\nC=""\nD="a\\nb\\tc\\\\d"\n',
  'single quotes': "A='a \\'b\\' c'\nB='say \"x\"'\nC=''\nD='a\\nb\\\\c'\n",
  'several lines': 'A="one\n# two\nB=three"\nB=\'four\n\nfive\'\nC=6\n',
  escapes: 'A="\\a\\b\\c\\f\\v\\r|\\0101\\101\\x41\\u0041\\0"\nB="\\$A \\$\\{A}"\nC="\\q\\ "\n',
  'backslash in bare value': 'A=C:\\new\\table\nB=a\\\nC=3\n',
  dollars: 'A=x\nB=$A-${A}-$$A-\\$A\nC=\'$A ${A} $$A\'\nD="$A ${A} $$A \\$A"\n',
  'dollars that name nothing': 'A=pa$1s\nB=a$\nC="a$ b"\nD=$-x\n',
  defaults: 'A=\nB=${A:-empty}\nC=${A-unset}${NOPE-unset}\nD=${NOPE:-${A:-in ${B}}}\n',
  alternatives: 'A=x\nB=${A:+yes}${NOPE:+no}\nC=${NOPE+no}${A+${A}}\n',
  unset: 'A=$NOPE|${NOPE}|\n',
  'shell first': 'SHELL_VALUE=file\nA=$SHELL_VALUE\nB=${SHELL_VALUE:-x}\n',
  'earlier and later': 'A=$B\nB=1\nC=$B\nB=2\nD=$B\n',
  twice: 'A=1\nA=2\n',
  'behind a quote': 'A="x" B=y\nC="z"D=w\n',
  'hash in front': 'A=#x\nB=" #x"\nC=x#\n',
  'equals in value': 'A=a=b==\nB="a=b"\n',
  'quote within': 'A=a"b"c\nB=it\'s\n',
  unicode: 'A=grün 🙂\nB="\\u00fc"\n',
  'a bare name': 'SHELL_VALUE\nA\nB=1\n',
  'brackets and dots': 'A.B=1\na-b=2\nB[0]=3\nC=4\n',
  'digits first': '1A=1\nB=2\n',
  blank: '\n\n  \n',
  'only a comment': '# nothing',
  'no name': '=x\nA=1\n',
  'tilde and backquote': 'A=~/x\nB=`id`\nC=$(id)\n',
}

const bad: Values = {
  words: 'no sign here\nA=1\n',
  'odd name': 'A B=1\nC=2\n',
  'odd sign in a name': 'A!=1\nC=2\n',
  'open quote': 'A="x\nB=2\n',
  'open single quote': "A='x\nB=2\n",
  HTML: '<html><body>502</body></html>\n',
  JSON: '{"A":"1"}\n',
  'a brace that stays open': 'A=${B\nC=1\n',
}

/** Pieces of which random files are made: everything that means something in an env file. */
const pieces = fc.constantFrom(
  ...[
    'A',
    'B',
    'C',
    '=',
    '=',
    '=',
    ':',
    '"',
    "'",
    ' ',
    ' #',
    '#',
    '\\',
    '\\n',
    '$',
    '$A',
    '${B}',
    '${C:-',
    '}',
    '$$',
  ],
  ...['\n', '\n', '\n', '\r\n', '\t', 'export ', 'x', 'two words', 'ü', '.', '-', '\\"', "\\'", '\\$', '1'],
)
const randomFile = fc.array(pieces, { maxLength: 24 }).map((parts) => `A=1\n${parts.join('')}`)

describe('an env file', () => {
  it('is read as Compose reads it', async () => {
    const theirs = await askCompose(Object.values(good))
    expect(Object.keys(good).map((name, index) => [name, theirs?.[index]])).toEqual(
      Object.entries(good).map(([name, text]) => [name, readOurs(text)]),
    )
  })

  it.each(Object.entries(bad))('that Compose refuses is a mistake for us: %s', async (_, text) => {
    expect([readOurs(text), await askCompose([text])]).toEqual([null, null])
  })

  it('of random pieces is read as Compose reads it', async () => {
    const texts = fc.sample(randomFile, { numRuns: 300, seed: 6 })
    const accepted = texts.filter((text) => readOurs(text) !== null)
    const theirs = await askCompose(accepted)
    expect(accepted.map((text, index) => [text, theirs?.[index]])).toEqual(
      accepted.map((text) => [text, readOurs(text)]),
    )
  })
})
