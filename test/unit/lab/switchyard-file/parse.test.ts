import { describe, expect, it } from 'vitest'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import type { Problem } from '../../../../src/shared/errors.ts'
import { problemsOf } from './problems-of.ts'

const path = '/lab/switchyard.yaml'

const problem = (line: number, column: number, message: string, hint?: string): Problem => ({
  code: 'LAB_FILE_INVALID',
  message,
  place: { file: path, line, column },
  ...(hint ? { hint } : {}),
})

const tooMuch = (line: number, column: number) =>
  problem(
    line,
    column,
    'The file is nested too deeply, or its aliases unfold to too much.',
    'Write it with fewer levels and fewer aliases.',
  )

interface Mistake {
  readonly title: string
  readonly text: string
  readonly problems: readonly Problem[]
}

const notYaml: readonly Mistake[] = [
  {
    title: 'a tab at the start of a line',
    text: 'stacks:\n\tgateway: {}\n',
    problems: [
      problem(2, 1, 'A tab is used to indent; YAML allows spaces only.', 'Replace the tab with spaces.'),
    ],
  },
  {
    title: 'a key that is there twice',
    text: 'stacks:\n  gateway: {}\n  gateway: {}\n',
    problems: [
      problem(3, 3, 'The key `gateway` is there twice.', 'Keep one of them, or put their contents together.'),
    ],
  },
  {
    title: 'keys that do not start in one column',
    text: 'stacks:\n   gateway: {}\n  apps: {}\n',
    problems: [problem(3, 1, 'The indentation is wrong: all mapping items must start at the same column.')],
  },
  {
    title: 'two colons on one line',
    text: 'name: my: lab\n',
    problems: [
      problem(
        1,
        7,
        'There is a second `: ` on this line.',
        'Put the value in quotes, or its keys on lines of their own.',
      ),
    ],
  },
  {
    title: 'a key without its colon',
    text: 'stacks\nname: lab\n',
    problems: [problem(1, 1, 'This line should be a key, and its `:` is missing.', 'Write `key: value`.')],
  },
  {
    title: 'a list that is not closed, once and not once a line after it',
    text: 'networks: [a, b\nname: lab\n',
    problems: [
      problem(
        2,
        1,
        'The indentation is wrong: flow sequence in block collection must be sufficiently indented and end with a ].',
      ),
    ],
  },
  {
    title: 'a second document',
    text: 'name: a\n---\nname: b\n',
    problems: [
      problem(2, 1, 'The file holds several YAML documents; it must be one.', 'Remove the `---` line.'),
    ],
  },
  {
    title: 'an alias that stands for nothing',
    text: 'name: *lab\n',
    problems: [problem(1, 7, 'The alias `*lab` stands for nothing: no `&lab` comes before it.')],
  },
  {
    title: 'a merge of what is no map',
    text: 'stacks:\n  gateway:\n    <<: 5\n',
    problems: [problem(3, 5, 'What `<<` brings in must be a map, or an alias of one.')],
  },
  {
    title: 'a tag that nobody knows',
    text: 'name: !secret lab\n',
    problems: [problem(1, 7, 'This is not valid YAML: Unresolved tag: !secret.')],
  },
  {
    title: 'aliases that unfold to too much',
    text: `x-a: &a [${'1, '.repeat(20)}]\nx-b: &b [${'*a, '.repeat(20)}]\nx-c: [${'*b, '.repeat(20)}]\n`,
    problems: [tooMuch(1, 1)],
  },
  { title: 'a map that merges itself', text: 'x-a: &a\n  <<: *a\n', problems: [tooMuch(1, 1)] },
]

const notSchema: readonly Mistake[] = [
  {
    title: 'a list instead of a map',
    text: '- gateway\n',
    problems: [problem(1, 1, 'The file must be a map of keys like `stacks:`, not a list.')],
  },
  {
    title: 'unknown keys, at the key, with the nearest known one',
    text: 'stack: {}\nstacks:\n  gateway:\n    alwaysOn: true\n    depends_on: [db]\n    files: [a.yml]\n    healtcheck: 1\n',
    problems: [
      problem(1, 1, 'There is no key `stack`.', 'Did you mean `stacks`?'),
      problem(4, 5, 'There is no key `alwaysOn` in `stacks.gateway`.', 'Did you mean `always_on`?'),
      problem(5, 5, 'There is no key `depends_on` in `stacks.gateway`.', 'Did you mean `needs`?'),
      problem(
        7,
        5,
        'There is no key `healtcheck` in `stacks.gateway`.',
        'The keys are `enabled`, `files`, `project`, `project_directory`, `services`, `always_on`, `auto_start`, `needs`, `profiles`, `env_files`, `timeout`, `readiness`, `recipes`, `gpu`, `heal`, `alerts`, `scripts`, `hooks`, `secrets`, `upstream`, `links`.',
      ),
    ],
  },
  {
    title: 'keys that do not go in an environment',
    text: 'environments:\n  test:\n    stacks:\n      gateway: { always_on: true }\n',
    problems: [
      problem(
        4,
        18,
        'There is no key `always_on` in `environments.test.stacks.gateway`.',
        'The keys are `files`, `project`, `env_files`, `profiles`.',
      ),
    ],
  },
  {
    title: 'an unknown key that came in with an alias, where it is written',
    text: 'x-base: &base\n  alwayson: true\nstacks:\n  gateway:\n    <<: *base\n',
    problems: [problem(2, 3, 'There is no key `alwayson` in `stacks.gateway`.', 'Did you mean `always_on`?')],
  },
  {
    title: 'values of the wrong type, at the value',
    text: 'name: 5\nnetworks: shared\nstacks:\n  gateway:\n    always_on: yes\n    needs: db\n    files: []\n    project: My-App\n    profiles: ["*"]\n    services:\n',
    problems: [
      problem(1, 7, '`name` must be the name of the lab, not `5`.'),
      problem(2, 11, '`networks` must be a list of network names, not `"shared"`.'),
      problem(5, 16, '`stacks.gateway.always_on` must be `true` or `false`, not `"yes"`.'),
      problem(6, 12, '`stacks.gateway.needs` must be a list of stack names, not `"db"`.'),
      problem(7, 12, '`stacks.gateway.files` must be a list of at least one file, not an empty list.'),
      problem(
        8,
        14,
        '`stacks.gateway.project` must be a Compose project name (small letters, digits, `-` and `_`, a letter or digit first), not `"My-App"`.',
      ),
      problem(9, 16, '`stacks.gateway.profiles[0]` must be the name of a profile, not `"*"`.'),
      problem(10, 5, '`stacks.gateway.services` must be a list of service names, not nothing.'),
    ],
  },
  {
    title: 'durations that are none',
    text: 'stacks:\n  a: { timeout: 12 parsecs }\n  b: { timeout: 0 }\n  c: { timeout: 25h }\n  d: { timeout: true }\n',
    problems: [
      ...(
        [
          [2, 'a', '`"12 parsecs"`'],
          [4, 'c', '`"25h"`'],
          [5, 'd', '`true`'],
        ] as const
      ).map(([line, name, value]) =>
        problem(
          line,
          17,
          `\`stacks.${name}.timeout\` must be a duration like \`30s\`, \`12m\` or \`1h30m\` (a plain number is seconds; at most 24h), not ${value}.`,
        ),
      ),
      problem(3, 17, '`stacks.b.timeout` must be a duration longer than nothing, not `0`.'),
    ].toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0)),
  },
  {
    title: 'checks that are none',
    text: [
      'stacks:',
      '  a:',
      '    readiness:',
      '      one: { tcp: 5432 }',
      '      two: { tcp: "db:99999" }',
      '      three: { log: "(" }',
      '      four: { http: "ftp://db" }',
      '      five: { completed: false }',
      '      six: { http: "http://db", status: 99 }',
      '      seven: { http: "http://db", retries: 1.5 }',
      '      eight: quick',
    ].join('\n'),
    problems: [
      problem(
        4,
        19,
        '`stacks.a.readiness.one.tcp` must be a host and a port like `127.0.0.1:5432`, not `5432`.',
      ),
      problem(
        5,
        19,
        '`stacks.a.readiness.two.tcp` must be a host and a port like `127.0.0.1:5432`, not `"db:99999"`.',
      ),
      problem(6, 21, '`stacks.a.readiness.three.log` must be a regular expression that compiles, not `"("`.'),
      problem(
        7,
        21,
        '`stacks.a.readiness.four.http` must be an address that starts with http:// or https://, not `"ftp://db"`.',
      ),
      problem(8, 26, '`stacks.a.readiness.five.completed` must be `true`, or left out, not `false`.'),
      problem(9, 41, '`stacks.a.readiness.six.status` must be an HTTP status from 100 to 599, not `99`.'),
      problem(10, 44, '`stacks.a.readiness.seven.retries` must be a whole number from 0 to 100, not `1.5`.'),
      problem(
        11,
        14,
        '`stacks.a.readiness.eight` must be a map like `{ http: http://127.0.0.1:8080/health }`, not `"quick"`.',
      ),
    ],
  },
  {
    title: 'checks that contradict each other',
    text: [
      'stacks:',
      '  a:',
      '    readiness:',
      '      one: { http: "http://db", log: ready }',
      '      two: { tcp: "db:1", status: 200 }',
      '      three: { completed: true, grace: 2s }',
    ].join('\n'),
    problems: [
      problem(4, 33, 'There can be one check only, and `http` is one already.'),
      problem(5, 27, '`status` goes with `http` only.'),
      problem(6, 33, '`grace` goes with `running` or no check at all; `completed` does not wait for it.'),
    ],
  },
  {
    title: 'env files that are none',
    text: 'env_files: [1, [], { path: a, requierd: false }, { required: false }, [a, 2]]\n',
    problems: [
      problem(
        1,
        13,
        '`env_files[0]` must be a file, a list of which the first that exists is read, or `path` with `required: false`, not `1`.',
      ),
      problem(1, 16, '`env_files[1]` must be a list of at least one file, not an empty list.'),
      problem(1, 31, 'There is no key `requierd` in `env_files[2]`.', 'Did you mean `required`?'),
      problem(
        1,
        50,
        '`env_files[3].path` is missing; it must be the path of a file, or a list of which the first that exists is read.',
      ),
      problem(1, 75, '`env_files[4][1]` must be the path of a file, not `2`.'),
    ],
  },
  {
    title: 'links that are none',
    text: 'stacks:\n  a:\n    links:\n      - { name: Grafana }\n      - { name: Grafana, url: "javascript:alert(1)" }\n',
    problems: [
      problem(
        4,
        9,
        '`stacks.a.links[0].url` is missing; it must be an address that starts with http:// or https://.',
      ),
      problem(
        5,
        31,
        '`stacks.a.links[1].url` must be an address that starts with http:// or https://, not `"javascript:alert(1)"`.',
      ),
    ],
  },
  {
    title: 'names that no command line could say',
    text: 'stacks:\n  a/b: {}\n',
    problems: [
      problem(
        2,
        3,
        '`a/b` in `stacks` must be a name without spaces and slashes that does not start with `-`.',
      ),
    ],
  },
]

describe('a switchyard.yaml that is not YAML', () => {
  it.each(notYaml)('tells of $title', async ({ text, problems }) => {
    expect(await problemsOf(() => parseSwitchyardFile(text, path))).toEqual(problems)
  })

  it('tells of nesting without end, wherever it gave up', async () => {
    const [only, ...others] = await problemsOf(() => parseSwitchyardFile('['.repeat(20_000), path))
    expect({ ...only, place: null }).toEqual({ ...tooMuch(1, 1), place: null })
    expect(others).toEqual([])
  })
})

describe('a switchyard.yaml with mistakes', () => {
  it.each(notSchema)('tells of $title', async ({ text, problems }) => {
    expect(await problemsOf(() => parseSwitchyardFile(text, path))).toEqual(problems)
  })
})

describe('a switchyard.yaml that is right', () => {
  it.each(['', '# nothing yet\n', 'stacks:\n', '\uFEFFstacks:\n'])('may say nothing: %j', (text) => {
    const { stacks, ...rest } = parseSwitchyardFile(text, path).content
    expect(stacks ?? null).toBeNull()
    expect(rest).toEqual({})
  })

  it('may have keys of its owner, and stacks and services whose names look like such keys', () => {
    const text =
      'x-mine: 1\nstacks:\n  x-ray:\n    x-note: [why]\n    readiness: { x-db: { x-by: me, tcp: "db:1" } }\n'
    expect(parseSwitchyardFile(text, path).content).toEqual({
      stacks: { 'x-ray': { readiness: { 'x-db': { tcp: 'db:1' } } } },
    })
  })

  it('may share settings through anchors and merges', () => {
    const text = 'x-slow: &slow { timeout: 12m }\nstacks:\n  a: { <<: *slow, always_on: true }\n  b: *slow\n'
    expect(parseSwitchyardFile(text, path).content).toEqual({
      stacks: { a: { timeout: '12m', always_on: true }, b: { timeout: '12m' } },
    })
  })

  it('may use aliases that contain themselves where nobody reads', () => {
    expect(parseSwitchyardFile('x-loop: &loop { again: *loop }\nname: lab\n', path).content).toEqual({
      name: 'lab',
    })
  })
})
