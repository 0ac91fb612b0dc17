import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { discover, sketchStacks } from './support/sketch.ts'
import { services, writeLab } from './support/temporary-lab.ts'

describe('project names', () => {
  it.each([
    ['the folder, as Compose normalises it', 'My Lab.v2', '', {}, 'mylabv2'],
    ['the name in the file, normalised', 'x', 'name: My-Lab\n', {}, 'my-lab'],
    ['the name with its variables', 'x', 'name: "${WHO:-nobody}-lab"\n', { WHO: 'Ann' }, 'ann-lab'],
    ['the name with the default of a variable', 'x', 'name: "${WHO:-nobody}-lab"\n', {}, 'nobody-lab'],
    ['default, when nothing is left of the folder', '---', '', {}, 'default'],
  ])('are %s', async (_, folder, head, variables, name) => {
    const dir = await writeLab({ [`${folder}/compose.yaml`]: head + services('web') })
    const lab = await discover(join(dir, folder), { variables })
    expect(lab.stacks.map(({ project }) => project.name)).toEqual([name])
  })

  it('are those of COMPOSE_PROJECT_NAME before all, the shell before .env, in the lab’s own folder', async () => {
    const dir = await writeLab({
      'compose.yaml': `name: written\n${services('web')}`,
      '.env': 'COMPOSE_PROJECT_NAME="from-file"\n',
      'sub/compose.yaml': services('sub'),
      'sub/.env': 'COMPOSE_PROJECT_NAME=sub-file\n',
      'plain/compose.yaml': services('plain'),
    })
    const names = async (variables: Readonly<Record<string, string>>) =>
      (await discover(dir, { variables })).stacks.map(({ project }) => project.name)
    expect(await names({})).toEqual(['from-file', 'plain', 'sub-file'])
    expect(await names({ COMPOSE_PROJECT_NAME: 'from-shell' })).toEqual(['from-shell', 'plain', 'sub-file'])
  })

  it('that Compose would refuse are refused in a sentence', async () => {
    const dir = await writeLab({ 'compose.yaml': services('web') })
    await expect(discover(dir, { variables: { COMPOSE_PROJECT_NAME: 'My Lab' } })).rejects.toMatchObject({
      code: 'COMPOSE_FILE_INVALID',
      message:
        'COMPOSE_PROJECT_NAME is `My Lab`, and a project name has small letters, digits, _ and - only.',
      hint: 'Compose refuses it too; `mylab` would do.',
    })
  })
})

describe('COMPOSE_FILE', () => {
  const files = {
    'compose.yaml': services('web'),
    'ops/one.yml': services('one'),
    'two.yml': services('two'),
  }

  it('names the files, with the separator that COMPOSE_PATH_SEPARATOR says', async () => {
    const dir = await writeLab({
      ...files,
      '.env': 'COMPOSE_FILE=ops/one.yml|two.yml\nCOMPOSE_PATH_SEPARATOR=|\n',
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual(['0 lab (ops): ops/one.yml + two.yml'])
    expect(lab.stacks[0]?.project.dir).toBe(join(dir, 'ops'))
    expect(lab.notes).toEqual([{ file: join(dir, 'compose.yaml'), why: 'COMPOSE_FILE names other files.' }])
  })

  it('of the shell goes before that of .env, and is not meant for other folders', async () => {
    const dir = await writeLab({
      ...files,
      '.env': 'COMPOSE_FILE=ops/one.yml\n',
      'sub/compose.yaml': services('s'),
    })
    expect(sketchStacks(await discover(dir, { variables: { COMPOSE_FILE: 'two.yml' } }))).toEqual([
      '0 lab (lab): two.yml',
      '1 sub (sub): sub/compose.yaml',
    ])
  })

  it('takes files of other folders into the lab’s own project', async () => {
    const dir = await writeLab({
      '.env': 'COMPOSE_FILE=infra/compose.yaml:apps/compose.yaml\n',
      'infra/compose.yaml': services('db'),
      'apps/compose.yaml': services('ui'),
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual(['0 lab (infra): infra/compose.yaml + apps/compose.yaml'])
  })

  it('with a file that is not there is refused', async () => {
    const dir = await writeLab({ ...files, '.env': 'COMPOSE_FILE=nope.yml\n' })
    await expect(discover(dir)).rejects.toMatchObject({
      code: 'COMPOSE_FILE_INVALID',
      message: 'This Compose file does not exist.',
      place: { file: join(dir, 'nope.yml') },
    })
  })
})

describe('env files', () => {
  const files = { 'compose.yaml': services('web'), 'sub/compose.yaml': services('sub'), 'sub/.env': 'A=1\n' }
  const envFiles = async (more: Readonly<Record<string, string>>, variables = {}) => {
    const dir = await writeLab({ ...files, ...more })
    const lab = await discover(dir, { variables })
    return lab.stacks.map(({ project }) => project.envFiles.map((file) => file.slice(dir.length + 1)))
  }

  it('are Compose’s own default as long as the lab has no .env.global', async () => {
    expect(await envFiles({ '.env': 'A=0\n' })).toEqual([[], []])
  })

  it('are .env.global, then the lab’s secrets, then the stack’s own', async () => {
    const lab = { '.env.global': 'G=1\n', '.env': 'A=0\n' }
    expect(await envFiles(lab)).toEqual([
      ['.env.global', '.env'],
      ['.env.global', '.env', 'sub/.env'],
    ])
    expect(await envFiles({ ...lab, '.env.infisical': 'A=2\n' })).toEqual([
      ['.env.global', '.env.infisical'],
      ['.env.global', '.env.infisical', 'sub/.env'],
    ])
  })

  it('are exactly those of COMPOSE_ENV_FILES when the shell has it', async () => {
    expect(await envFiles({ '.env.global': '' }, { COMPOSE_ENV_FILES: 'a.env,b.env' })).toEqual([
      ['a.env', 'b.env'],
      ['a.env', 'b.env'],
    ])
  })
})

describe('profiles', () => {
  const files = {
    'gpu/compose.yaml': 'services:\n  a: { image: a, profiles: [nvidia, amd] }\n',
    'web/compose.yaml': 'include: [more.yml]\nservices:\n  b: { image: b, profiles: [debug] }\n',
    'web/more.yml': 'services:\n  c: { image: c, profiles: [metrics] }\n',
    'web/.env': 'COMPOSE_PROFILES=metrics\n',
  }
  const profiles = async (asked: readonly string[], variables = {}) => {
    const lab = await discover(await writeLab(files), { profiles: asked, variables })
    return lab.stacks.map(({ project }) => project.profiles)
  }

  it('go to the projects whose files know them, with those of COMPOSE_PROFILES', async () => {
    expect(await profiles([])).toEqual([[], ['metrics']])
    expect(await profiles(['nvidia'])).toEqual([['nvidia'], ['metrics']])
    expect(await profiles(['debug'], { COMPOSE_PROFILES: 'amd,debug,unknown' })).toEqual([['amd'], ['debug']])
    expect(await profiles([], { COMPOSE_PROFILES: '*' })).toEqual([
      ['amd', 'nvidia'],
      ['debug', 'metrics'],
    ])
  })

  it('that no file knows are refused with the nearest name', async () => {
    await expect(profiles(['nvidea'])).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      message: 'No service of this lab has the profile `nvidea`.',
      hint: 'Did you mean `nvidia`?',
    })
    await expect(profiles(['production'])).rejects.toMatchObject({
      hint: 'The profiles are `amd`, `debug`, `metrics`, `nvidia`.',
    })
  })
})
