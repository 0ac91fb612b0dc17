import { expect, it } from 'vitest'
import { selectEnvironment } from '../../../../src/main/lab/select-environment.ts'
import { environment, lab, project, splitLab, stack } from './sample-lab.ts'
import { problemsOf } from './problems-of.ts'

const test = environment('test', {
  files: ['/lab/apps/test.yaml'],
  envFiles: ['/lab/apps/.env.test', '/lab/.env.global'],
  profiles: ['cpu', 'test'],
  project: 'apps-test',
})

function sample() {
  const apps = project('apps', ['/lab/apps/compose.yaml'], {
    envFiles: ['/lab/.env.global'],
    profiles: ['cpu'],
  })
  return lab([
    stack('infra', project('infra', ['/lab/infra/compose.yaml'])),
    stack('apps', apps, { environments: [test, environment('prod')] }),
  ])
}

it('lays the environment over the stacks that have it, and leaves the others as they are', () => {
  const before = sample()
  const [infra, apps] = before.stacks
  expect(selectEnvironment(before, 'test')).toEqual({
    ...before,
    environment: 'test',
    plain: before,
    stacks: [
      infra,
      {
        ...apps,
        project: {
          key: 'apps',
          name: 'apps-test',
          dir: '/lab/apps',
          files: ['/lab/apps/compose.yaml', '/lab/apps/test.yaml'],
          envFiles: ['/lab/apps/.env.test', '/lab/.env.global'],
          profiles: ['cpu', 'test'],
        },
      },
    ],
  })
})

it('lays the same environment over a lab once', () => {
  const selected = selectEnvironment(sample(), 'test')
  expect(selectEnvironment(selected, 'test')).toBe(selected)
})

it('keeps one project for stacks that share it, and changes it for both', () => {
  const { stacks, ...rest } = splitLab()
  const changed = stacks.map((of) =>
    of.name === 'app' ? { ...of, environments: [environment('dev', { files: ['/lab/dev.yml'] })] } : of,
  )
  const [infra, app] = selectEnvironment({ ...rest, stacks: changed }, 'dev').stacks
  expect(infra?.project).toBe(app?.project)
  expect(infra?.project.files).toEqual(['/lab/base.yml', '/lab/infra.yml', '/lab/app.yml', '/lab/dev.yml'])
})

it('parts stacks that share a project when one of them gets a project of its own', () => {
  const { stacks, ...rest } = splitLab()
  const changed = stacks.map((of) =>
    of.name === 'app' ? { ...of, environments: [environment('test', { project: 'localai-test' })] } : of,
  )
  const [infra, app] = selectEnvironment({ ...rest, stacks: changed }, 'test').stacks
  expect(infra?.project).toEqual(stacks[0]?.project)
  expect(app?.project).toEqual({ ...stacks[0]?.project, key: '/lab@localai-test', name: 'localai-test' })
})

it.each([
  ['tset', 'Did you mean `test`?'],
  ['staging', 'Environments of this lab: `test`, `prod`.'],
])('does not know the environment %s', async (name, hint) => {
  expect(await problemsOf(() => selectEnvironment(sample(), name))).toEqual([
    { code: 'NAME_UNKNOWN', message: `No stack of this lab has an environment \`${name}\`.`, hint },
  ])
})

it('says that a lab without environments has none', async () => {
  expect(await problemsOf(() => selectEnvironment(splitLab(), 'test'))).toEqual([
    {
      code: 'NAME_UNKNOWN',
      message: 'No stack of this lab has an environment `test`.',
      hint: 'Environments of this lab: none.',
    },
  ])
})
