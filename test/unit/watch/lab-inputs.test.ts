import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { concernsLab, findLabInputs, type LabInputs } from '../../../src/main/watch/lab-inputs.ts'
import { model } from '../run/sample-model.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-inputs-')))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

/** A lab with one stack in `lab/app`; its Compose file is a link, and refers to a file outside the lab. */
async function inputsOf(): Promise<LabInputs> {
  const dir = join(root, 'lab')
  mkdirSync(join(dir, 'app', 'config'), { recursive: true })
  mkdirSync(join(root, 'kept'))
  writeFileSync(
    join(root, 'kept', 'app.yaml'),
    'services: { web: { extends: { file: ../../shared/base.yaml, service: web }, env_file: [secrets/web.env] } }',
  )
  const file = join(dir, 'app', 'compose.yaml')
  symlinkSync(join(root, 'kept', 'app.yaml'), file)
  const of = model({
    app: {
      services: {},
      project: { dir: join(dir, 'app'), files: [file], envFiles: [join(dir, '.env.global')] },
    },
  })
  return findLabInputs({ ...of, lab: { ...of.lab, dir } })
}

it('a lab is read from its files, what they refer to, and where links lead', async () => {
  const { files, folders } = await inputsOf()
  const paths = (names: readonly string[]) => names.map((name) => join(root, name))
  expect([...files]).toEqual(
    expect.arrayContaining(
      paths([
        'lab/app/compose.yaml',
        'lab/app/.env',
        'lab/.env.global',
        'kept/app.yaml',
        'shared/base.yaml',
        'lab/app/secrets/web.env',
      ]),
    ),
  )
  expect(folders).toEqual(
    expect.arrayContaining([
      root,
      ...paths(['lab', 'lab/app', 'lab/app/config', 'kept', 'shared', 'lab/app/secrets']),
    ]),
  )
})

it('a link that leads to itself is no folder, and no reason to fall over', async () => {
  const inputs = await inputsOf()
  const loop = join(root, 'lab', 'loop')
  symlinkSync(loop, loop)
  expect(concernsLab(inputs, loop, true)).toBe(false)
})

it.each([
  ['its Compose file', 'lab/app/compose.yaml', false, true],
  ['where its Compose file leads', 'kept/app.yaml', false, true],
  ['an env file that it refers to', 'lab/app/secrets/web.env', false, true],
  ['a new Compose file', 'lab/app/docker-compose.gpu.yml', true, true],
  ['its switchyard.yaml', 'lab/switchyard.yaml', true, true],
  ['a file of networks', 'lab/app/config/networks.yml', true, true],
  ['a new env file', 'lab/.env', true, true],
  ['a folder that came', 'lab/app/config', true, true],
  ['the folder of the lab itself', 'lab', true, true],
  ['a folder on the way to one of its files', 'shared', true, true],
  ['a log that is written', 'lab/app/config/server.log', false, false],
  ['a file that came and is none of its own', 'lab/app/config/state.json', true, false],
  ['a hidden folder', 'lab/.git', true, false],
  ['a Compose file of another lab beside it', 'other/compose.yaml', true, false],
  ['a folder beside it', 'other', true, false],
])('whether %s concerns a lab', async (_, path, hasAppeared, expected) => {
  const inputs = await inputsOf()
  mkdirSync(join(root, 'lab', '.git'))
  mkdirSync(join(root, 'other'))
  expect(concernsLab(inputs, join(root, path), hasAppeared)).toBe(expected)
})
