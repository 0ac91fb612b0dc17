import { expect, it } from 'vitest'
import { applySwitchyardFile } from '../../../../src/main/lab/switchyard-file/apply.ts'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import type { Problem } from '../../../../src/shared/errors.ts'
import { problemsOf } from './problems-of.ts'
import { lab, options, project, splitLab, stack } from './sample-lab.ts'

const path = '/lab/switchyard.yaml'

const problem = (code: string, line: number, column: number, message: string, hint: string): Problem => ({
  code,
  message,
  place: { file: path, line, column },
  hint,
})

const discovered = lab([
  stack('gateway', project('gateway', ['/lab/gateway/compose.yaml'])),
  stack('apps', project('apps', ['/lab/apps/compose.yaml'])),
])

const mistakes: readonly {
  readonly title: string
  readonly text: string
  readonly missing?: readonly string[]
  readonly environment?: string
  readonly problems: readonly Problem[]
}[] = [
  {
    title: 'a stack that discovery did not find and that has no files',
    text: 'stacks:\n  gatewy: { always_on: true }\n  something: {}\n',
    problems: [
      problem(
        'NAME_UNKNOWN',
        2,
        3,
        'Discovery found no stack `gatewy`, and no `files` are given for it.',
        'Did you mean `gateway`?',
      ),
      problem(
        'NAME_UNKNOWN',
        3,
        3,
        'Discovery found no stack `something`, and no `files` are given for it.',
        'Give it `files`; discovery found `gateway`, `apps`.',
      ),
    ],
  },
  {
    title: 'needs that cannot be met',
    text: 'stacks:\n  gateway: { enabled: false }\n  apps: { needs: [gateway, aps, database, apps] }\n  tools: { files: [t.yaml] }\n',
    problems: [
      problem(
        'NAME_UNKNOWN',
        3,
        19,
        'The stack `apps` needs `gateway`, which is left out with `enabled: false`.',
        'Other stacks: `tools`.',
      ),
      problem(
        'NAME_UNKNOWN',
        3,
        28,
        'The stack `apps` needs `aps`, and there is no such stack.',
        'Other stacks: `tools`.',
      ),
      problem(
        'NAME_UNKNOWN',
        3,
        33,
        'The stack `apps` needs `database`, and there is no such stack.',
        'Other stacks: `tools`.',
      ),
      problem('CYCLE', 3, 43, 'The stack `apps` cannot need itself.', 'Other stacks: `tools`.'),
    ],
  },
  {
    title: 'files that do not exist, each where it is named and once',
    text: [
      'env_files: [.env.global, [.env.a, .env.b], { path: .env.c, required: false }]',
      'stacks:',
      '  apps:',
      '    files:',
      '      - apps/compose.yaml',
      '      - apps/gpu.yaml',
      '    env_files: [{ path: [x, y] }]',
      'environments: { test: { stacks: { apps: { files: [apps/test.yaml], env_files: [.env.test] } } } }',
    ].join('\n'),
    missing: [
      '.env.global',
      '.env.a',
      '.env.b',
      '.env.c',
      'apps/gpu.yaml',
      'x',
      'y',
      'apps/test.yaml',
      '.env.test',
    ],
    problems: [
      problem(
        'LAB_FILE_INVALID',
        1,
        13,
        'The file `.env.global` does not exist.',
        'Create it, or write `{ path: …, required: false }` when it may be missing.',
      ),
      problem(
        'LAB_FILE_INVALID',
        1,
        26,
        'None of `.env.a`, `.env.b` exists.',
        'Create it, or write `{ path: …, required: false }` when it may be missing.',
      ),
      problem(
        'LAB_FILE_INVALID',
        6,
        9,
        'The file `apps/gpu.yaml` does not exist.',
        'Paths are meant from the folder of this file.',
      ),
      problem(
        'LAB_FILE_INVALID',
        7,
        17,
        'None of `x`, `y` exists.',
        'Create it, or write `{ path: …, required: false }` when it may be missing.',
      ),
      problem(
        'LAB_FILE_INVALID',
        8,
        51,
        'The file `apps/test.yaml` does not exist.',
        'Paths are meant from the folder of this file.',
      ),
    ],
  },
  {
    title: 'env files of the selected environment that do not exist',
    text: 'environments:\n  test:\n    stacks:\n      apps: { env_files: [.env.test] }\n',
    missing: ['.env.test'],
    environment: 'test',
    problems: [
      problem(
        'LAB_FILE_INVALID',
        4,
        27,
        'The file `.env.test` does not exist.',
        'Create it, or write `{ path: …, required: false }` when it may be missing.',
      ),
    ],
  },
  {
    title: 'an environment of a stack that is not there',
    text: 'environments:\n  test:\n    stacks:\n      gatway: { project: x }\n',
    problems: [
      problem(
        'NAME_UNKNOWN',
        4,
        7,
        'The environment `test` changes the stack `gatway`, and there is no such stack.',
        'Did you mean `gateway`?',
      ),
    ],
  },
  {
    title: 'stacks brought together without saying whose services are whose',
    text: 'stacks:\n  gateway: { services: [proxy] }\n  apps:\n    project: gateway\n',
    problems: [
      problem(
        'LAB_FILE_INVALID',
        4,
        5,
        'The stacks `gateway`, `apps` share the Compose project `gateway`, and it is not said which services are whose.',
        'Give `apps` a list of `services`.',
      ),
    ],
  },
  {
    title: 'two directories for one project',
    text: [
      'stacks:',
      '  gateway: { services: [proxy], project_directory: gateway }',
      '  apps: { services: [web], project: gateway, project_directory: apps }',
    ].join('\n'),
    problems: [
      problem(
        'LAB_FILE_INVALID',
        3,
        65,
        'The stacks `gateway` and `apps` share one Compose project, which has one directory.',
        'Give both the same `project_directory`.',
      ),
    ],
  },
]

it.each(mistakes)('tells of $title', async ({ text, missing = [], environment = null, problems }) => {
  const given = options(
    missing.map((file) => `/lab/${file}`),
    { environment },
  )
  const act = () => applySwitchyardFile(discovered, parseSwitchyardFile(text, path), given)
  expect(await problemsOf(act)).toEqual(problems)
})

it('asks whose services are whose when a stack of a shared project gets other files', async () => {
  const file = parseSwitchyardFile('stacks:\n  app: { files: [other.yml] }\n', path)
  expect(await problemsOf(() => applySwitchyardFile(splitLab(), file, options()))).toEqual([
    problem(
      'LAB_FILE_INVALID',
      2,
      3,
      'The stacks `infra`, `app` share the Compose project `localai`, and it is not said which services are whose.',
      'Give `app` a list of `services`.',
    ),
  ])
})
