import { describe, expect, it } from 'vitest'
import {
  buildArguments,
  configArguments,
  createArguments,
  downArguments,
  execArguments,
  logsArguments,
  projectArguments,
  pullArguments,
  startArguments,
  stopArguments,
  upArguments,
} from '../../../src/main/compose/arguments.ts'
import type { ComposeProject } from '../../../src/main/compose/model.ts'

const project: ComposeProject = {
  key: 'app',
  name: 'app',
  dir: '/lab/my app',
  files: ['/lab/my app/$(touch pwned).yml', '/lab/my app/-rf.yml'],
  envFiles: ['/lab/.env global', '/lab/.env'],
  profiles: ['gpu', '--all'],
}

const plain: ComposeProject = {
  ...project,
  dir: '/lab',
  files: ['/lab/compose.yaml'],
  envFiles: [],
  profiles: [],
}
const before = ['--project-name', 'app', '--project-directory', '/lab', '--file', '/lab/compose.yaml']

describe('projectArguments', () => {
  it('keeps every name one argument, and the order of files and env files', () => {
    expect(projectArguments(project)).toEqual([
      '--project-name',
      'app',
      '--project-directory',
      '/lab/my app',
      '--file',
      '/lab/my app/$(touch pwned).yml',
      '--file',
      '/lab/my app/-rf.yml',
      '--env-file',
      '/lab/.env global',
      '--env-file',
      '/lab/.env',
      '--profile',
      'gpu',
      '--profile',
      '--all',
    ])
  })
})

describe('the verbs', () => {
  const withDependencies = { withDependencies: true }
  const alone = { withDependencies: false }

  it.each([
    ['create a project', createArguments(plain, [], withDependencies), ['up', '--no-start', '--no-build']],
    [
      'create a project without touching what it depends on',
      createArguments(plain, [], alone),
      ['up', '--no-start', '--no-build'],
    ],
    [
      'create services',
      createArguments(plain, ['a', 'b'], withDependencies),
      ['up', '--no-start', '--no-build', 'a', 'b'],
    ],
    [
      'create services alone',
      createArguments(plain, ['a', 'b'], alone),
      ['up', '--no-start', '--no-build', '--no-deps', 'a', 'b'],
    ],
    [
      'start a service',
      startArguments(plain, 'a'),
      ['up', '--detach', '--no-deps', '--no-recreate', '--no-build', 'a'],
    ],
    ['stop services', stopArguments(plain, ['a', 'b']), ['stop', 'a', 'b']],
    ['pull services', pullArguments(plain, ['a']), ['pull', 'a']],
    ['build services', buildArguments(plain, ['a']), ['build', 'a']],
    ['bring a project up', upArguments(plain, [], withDependencies), ['up', '--detach']],
    ['bring a service up alone', upArguments(plain, ['a'], alone), ['up', '--detach', '--no-deps', 'a']],
    ['take a project down', downArguments(plain, []), ['down']],
    ['show what a service is', configArguments(plain, ['a']), ['config', 'a']],
    ['follow the log of a service', logsArguments(plain, ['a']), ['logs', '--follow', 'a']],
    ['run a command in a service', execArguments(plain, 'a', ['sh', '-l']), ['exec', 'a', 'sh', '-l']],
  ])('%s', (_, args, expected) => {
    expect(args).toEqual([...before, ...expected])
  })

  // Compose allows these names; it takes what follows `--` for names only.
  it.each([
    ['create', createArguments(plain, ['a', '--remove-orphans'], alone)],
    ['start', startArguments(plain, '--remove-orphans')],
    ['stop', stopArguments(plain, ['a', '--remove-orphans'])],
    ['pull', pullArguments(plain, ['--remove-orphans'])],
    ['build', buildArguments(plain, ['--remove-orphans'])],
    ['up', upArguments(plain, ['--remove-orphans'], alone)],
    ['down', downArguments(plain, ['--remove-orphans'])],
    ['config', configArguments(plain, ['--remove-orphans'])],
    ['logs', logsArguments(plain, ['--remove-orphans'])],
    ['exec', execArguments(plain, '--remove-orphans', ['sh'])],
  ])('never take a service name for an option (%s)', (_, args) => {
    const end = args.indexOf('--')
    expect([end >= before.length, args.indexOf('--remove-orphans') > end]).toEqual([true, true])
  })
})
