import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { collectProjectInputs } from '../../../src/main/compose/project-inputs.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** What is found for `compose.yaml` in a folder with these files; paths are relative to the folder. */
function inputsOf(files: Readonly<Record<string, string>>, envFiles: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-inputs-'))
  folders.push(dir)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const inputs = collectProjectInputs({
    key: 'app',
    name: 'app',
    dir,
    files: [join(dir, 'compose.yaml')],
    envFiles: envFiles.map((file) => join(dir, file)),
    profiles: [],
  })
  const relative = (path: string) => path.replace(`${dir}/`, '')
  return {
    files: inputs.files.map(({ file }) => relative(file)),
    texts: inputs.texts,
    paths: inputs.paths?.map(relative).sort() ?? null,
  }
}

describe('collectProjectInputs', () => {
  it('knows the Compose files and the env files of the project, also those that are missing', () => {
    const text = 'services:\n  web: {image: nginx}\n'
    expect(inputsOf({ 'compose.yaml': text, '.env.global': 'TAG=${CI_TAG}' }, ['.env.global'])).toEqual({
      files: ['compose.yaml'],
      texts: [text, 'TAG=${CI_TAG}'],
      paths: ['.env', '.env.global', 'compose.yaml'],
    })
    expect(inputsOf({})).toEqual({ files: [], texts: [], paths: ['.env', 'compose.yaml'] })
  })

  it('follows includes, with their own env files, and what they include', () => {
    const { files, paths } = inputsOf({
      'compose.yaml': 'include:\n  - sub/a.yml\n  - path: [b.yml, missing.yml]\n    env_file: b.env\n',
      'sub/a.yml': 'include: [deep.yml]\n',
      'sub/deep.yml': 'services: {}\n',
      'b.yml': 'include: [compose.yaml]\n',
    })
    expect(files).toEqual(['compose.yaml', 'sub/a.yml', 'b.yml', 'sub/deep.yml'])
    expect(paths).toEqual(
      expect.arrayContaining(['sub/a.yml', 'sub/.env', 'b.yml', 'missing.yml', 'b.env', 'sub/deep.yml']),
    )
  })

  it('follows extends, env_file and label_file of services', () => {
    const { files, paths } = inputsOf({
      'compose.yaml': [
        'services:',
        '  web: {extends: {file: base/web.yml, service: web}, label_file: labels.txt}',
        '  api: {extends: web, env_file: one.env}',
        '  worker: {env_file: [two.env, {path: three.env, required: false}]}',
      ].join('\n'),
      'base/web.yml': 'services:\n  web: {image: a, env_file: base.env}\n',
    })
    expect(files).toEqual(['compose.yaml', 'base/web.yml'])
    expect(paths).toEqual(
      expect.arrayContaining([
        'base/web.yml',
        'labels.txt',
        'one.env',
        'two.env',
        'three.env',
        'base/base.env',
        'base.env',
      ]),
    )
  })

  it('looks into what a service takes over by anchor, and past the tags of Compose', () => {
    const { paths } = inputsOf({
      'compose.yaml': [
        'x-common: &common',
        '  env_file: common.env',
        'services:',
        '  web:',
        '    <<: *common',
        '    ports: !reset []',
        '    command: !override [run]',
      ].join('\n'),
    })
    expect(paths).toEqual(['.env', 'common.env', 'compose.yaml'])
  })

  it.each([
    ['a path that a variable decides', 'include: ["${DIR}/a.yml"]'],
    ['an env file that a variable decides', 'services:\n  web: {env_file: "$STAGE.env"}'],
    ['a path in the home of the person', 'services:\n  web: {env_file: ~/secrets.env}'],
    ['something from the network', 'include: ["https://example.org/a.yml"]'],
    ['a repository', 'include: ["git@example.org:a/b.git"]'],
    ['an image of files', 'include: ["oci://example.org/a"]'],
    [
      'an include with a project directory of its own',
      'include: [{path: sub/a.yml, project_directory: elsewhere}]',
    ],
  ])('cannot tell the inputs with %s', (_, text) => {
    expect(inputsOf({ 'compose.yaml': text }).paths).toBeNull()
  })

  it('takes what is no YAML for a file without references', () => {
    expect(inputsOf({ 'compose.yaml': 'include: [' }).paths).toEqual(['.env', 'compose.yaml'])
  })
})
