import { describe, expect, it } from 'vitest'
import { explainFailure, extractReason } from '../../../src/main/compose/explain-failure.ts'

const file = '/lab/compose.yaml'

/** Real messages of Compose 2.40.3, each with the file that it was about. */
const cases: readonly (readonly [what: string, text: string, stderr: string, expected: object])[] = [
  [
    'indentation that does not fit',
    'services:\n  web:\n    image: nginx\n   ports: [\n',
    'failed to parse /lab/compose.yaml: yaml: line 1: did not find expected key\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: yaml: line 1: did not find expected key.',
      place: { file, line: 1 },
    },
  ],
  [
    'a tab',
    'services:\n\tweb:\n    image: nginx\n',
    'failed to parse /lab/compose.yaml: yaml: line 2: found character that cannot start any token\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: yaml: line 2: found character that cannot start any token.',
      place: { file, line: 2 },
    },
  ],
  [
    'a key that stands twice',
    'services:\n  web:\n    image: nginx\n  web:\n    image: redis\n',
    'failed to parse /lab/compose.yaml: line 4: mapping key "web" already defined at line 2\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: line 4: mapping key "web" already defined at line 2.',
      place: { file, line: 4 },
    },
  ],
  [
    'a key that Compose does not know',
    'services:\n  db:\n    image: a\n  web:\n    image: nginx\n    imaeg: nginx\n',
    "validating /lab/compose.yaml: services.web additional properties 'imaeg' not allowed\n",
    {
      code: 'COMPOSE_FILE_INVALID',
      message: "Compose says: services.web additional properties 'imaeg' not allowed.",
      place: { file, line: 4, column: 3 },
    },
  ],
  [
    'a value of the wrong kind',
    'services:\n  web:\n    image: nginx\n    ports: 80\n',
    'validating /lab/compose.yaml: services.web.ports must be a array\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: services.web.ports must be a array.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a value of the wrong kind in a service with dots in its name',
    'services:\n  web.v1.2:\n    image: nginx\n    ports: 80\n',
    'validating /lab/compose.yaml: services.web.v1.2.ports must be a array\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: services.web.v1.2.ports must be a array.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a service that is no map',
    'services:\n  web: [nginx]\n',
    'services.web must be a mapping\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: services.web must be a mapping.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a duration that is none',
    'services:\n  web: {image: nginx, healthcheck: {test: x, interval: 5 parsecs}}\n',
    'decoding failed due to the following error(s):\n\n\'services[web].healthcheck.interval\' time: unknown unit " parsecs" in duration "5 parsecs"\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message:
        'Compose says: \'services[web].healthcheck.interval\' time: unknown unit " parsecs" in duration "5 parsecs".',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a service without an image',
    'services:\n  web:\n    environment: [A=b]\n',
    'service "web" has neither an image nor a build context specified: invalid compose project\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message:
        'Compose says: service "web" has neither an image nor a build context specified: invalid compose project.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a dependency on nobody',
    'services:\n  web:\n    image: nginx\n    depends_on: [databse]\n',
    'service "web" depends on undefined service "databse": invalid compose project\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: service "web" depends on undefined service "databse": invalid compose project.',
      place: { file, line: 2, column: 3 },
      hint: 'Correct the name under depends_on, or add the file that defines the service.',
    },
  ],
  [
    'a circle',
    'services:\n  a: {image: nginx, depends_on: [b]}\n  b: {image: nginx, depends_on: [a]}\n',
    'dependency cycle detected: a -> b -> a\n',
    { code: 'CYCLE', message: 'Compose says: dependency cycle detected: a -> b -> a.', place: { file } },
  ],
  [
    'a variable that must be set',
    'services:\n  web:\n    image: nginx\n    environment:\n      # ${TOKEN:?x}\n      TOKEN: ${TOKEN:?set a token}\n',
    'error while interpolating services.web.environment.TOKEN: required variable TOKEN is missing a value: set a token\n',
    {
      code: 'VARIABLE_UNSET',
      message:
        'Compose says: error while interpolating services.web.environment.TOKEN: required variable TOKEN is missing a value: set a token.',
      place: { file, line: 6, column: 14 },
      hint: 'Set TOKEN in the .env file beside the Compose file, or in the environment.',
    },
  ],
  [
    'a variable that is not closed: told without the value around it',
    'services:\n  web: {image: "nginx:${TAG"}\n',
    'invalid interpolation format for services.web.image.\nYou may need to escape any $ with another $.\nnginx:${TAG\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: invalid interpolation format for services.web.image.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'an env file that is missing',
    'services:\n  web:\n    image: nginx\n    env_file: missing.env\n',
    'env file /lab/missing.env not found: stat /lab/missing.env: no such file or directory\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message:
        'Compose says: env file /lab/missing.env not found: stat /lab/missing.env: no such file or directory.',
      place: { file },
      hint: 'Create the file, or mark it `required: false` under env_file.',
    },
  ],
  [
    'an include that is missing',
    'include: [other.yml]\n',
    'open /lab/other.yml: no such file or directory\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: open /lab/other.yml: no such file or directory.',
      place: { file },
    },
  ],
  [
    'an extends that leads nowhere',
    'services:\n  web: {extends: {service: base}}\n',
    'cannot extend service "web" in /lab/compose.yaml: service "base" not found\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: cannot extend service "web" in the file: service "base" not found.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a network that is not defined',
    'services:\n  web: {image: nginx, networks: [ai]}\n',
    'service "web" refers to undefined network ai: invalid compose project\n',
    {
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: service "web" refers to undefined network ai: invalid compose project.',
      place: { file, line: 2, column: 3 },
    },
  ],
  [
    'a file that is empty, after a warning',
    '',
    'time="2026-11-21T00:42:08Z" level=warning msg="The \\"B\\" variable is not set. Defaulting to a blank string."\nempty compose file\n',
    { code: 'COMPOSE_FILE_INVALID', message: 'Compose says: empty compose file.', place: { file } },
  ],
  [
    'services at the top level',
    'web:\n  image: nginx\n',
    "validating /lab/compose.yaml:  additional properties 'web' not allowed\n",
    {
      code: 'COMPOSE_FILE_INVALID',
      message: "Compose says: additional properties 'web' not allowed.",
      place: { file },
    },
  ],
  [
    'a port that is none',
    'services:\n  web: {image: nginx, ports: ["abc:80"]}\n',
    'Invalid hostPort: abc\n',
    { code: 'COMPOSE_FILE_INVALID', message: 'Compose says: Invalid hostPort: abc.', place: { file } },
  ],
]

describe('explainFailure', () => {
  it.each(cases)('explains %s', (_, text, stderr, expected) => {
    expect(explainFailure(stderr, [{ file, text }])).toEqual(expected)
  })

  it('finds the file among several', () => {
    const base = { file: '/lab/base.yml', text: 'services:\n  db:\n    image: a\n' }
    const overlay = { file: '/lab/overlay.yml', text: 'services:\n\n  web:\n    depends_on: [zzz]\n' }
    const broken = { file: '/lab/broken.yml', text: 'services: [\n' }
    const placeOf = (stderr: string) => explainFailure(stderr, [base, overlay, broken]).place
    expect([
      placeOf('service "web" depends on undefined service "zzz": invalid compose project'),
      placeOf('validating /lab/base.yml: services.db.ports must be a array'),
      placeOf('yaml: line 2: did not find expected node content'),
      placeOf('Invalid hostPort: abc'),
    ]).toEqual([
      { file: '/lab/overlay.yml', line: 3, column: 3 },
      { file: '/lab/base.yml', line: 2, column: 3 },
      { file: '/lab/broken.yml', line: 2 },
      undefined,
    ])
  })
})

describe('extractReason', () => {
  it.each([
    ['the last line', 'Container app-web-1  Creating\nno such service: web\n', 'no such service: web'],
    [
      'no log lines',
      'WARN[0000] The "A" variable is not set.\ntime="x" level=warning msg="y"\n',
      'no reason was given',
    ],
    [
      'what the engine says, in its words',
      ' Container web  Error\nError response from daemon: Conflict.\n',
      'Error response from daemon: Conflict.',
    ],
    [
      'no word "error" before it',
      'error: no configuration file provided\n',
      'no configuration file provided',
    ],
    ['something when there is nothing', '', 'no reason was given'],
  ])('gives %s', (_, stderr, expected) => {
    expect(extractReason(stderr)).toBe(expected)
  })
})
