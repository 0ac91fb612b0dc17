import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { renderSwitchyardFile, writeSwitchyardFile } from '../../../src/main/lab/init.ts'
import type { Lab } from '../../../src/main/lab/model.ts'
import { applySwitchyardFile } from '../../../src/main/lab/switchyard-file/apply.ts'
import { parseSwitchyardFile } from '../../../src/main/lab/switchyard-file/parse.ts'
import { environment, lab, options, project, splitLab, stack } from './switchyard-file/sample-lab.ts'
import { problemsOf } from './switchyard-file/problems-of.ts'

const facts = { schema: './switchyard.schema.json', services: new Map([['app', ['sglang']]]) }

/** Everything that discovery can decide, and names that YAML would take for something else. */
function richLab(): Lab {
  const first = project('infra', ['/lab/00-infra/a.yml', '/lab/00-infra/b.yml'], {
    dir: '/lab',
    envFiles: ['/lab/.env.global', '/lab/.env, local'],
    profiles: ['cpu'],
  })
  return lab(
    [
      stack('infra', first, {
        alwaysOn: true,
        ownFiles: ['/lab/00-infra/a.yml'],
        why: 'Two lines:\n- injected: yes',
      }),
      stack('yes', project('5', ['/elsewhere/compose.yaml'], { dir: '/elsewhere' }), {
        autoStart: false,
        order: 1,
        links: [{ name: 'Grafana, all', url: 'http://localhost:3000' }],
        environments: [
          environment('test', {
            files: ['/lab/t.yml'],
            envFiles: ['/lab/.env.test'],
            profiles: ['t'],
            project: 'y-test',
          }),
          environment('prod'),
        ],
      }),
    ],
    {
      name: 'my: lab',
      networks: ['ai-network'],
      layers: [{ name: 'gpu', stack: 'infra', files: ['/lab/gpu.yml'], why: 'It is\nnot complete.' }],
      notes: [{ file: '/lab/old.yml', why: 'Compose refuses it.' }],
    },
  )
}

const labs: readonly (readonly [string, () => Lab])[] = [
  ['with everything', richLab],
  ['of one project split in two', splitLab],
  ['without stacks', () => lab([])],
]

describe('the switchyard.yaml that init writes', () => {
  it.each(labs)('gives the same lab when it is read back, for a lab %s', (_, create) => {
    const discovered = create()
    const file = parseSwitchyardFile(renderSwitchyardFile(discovered, facts), '/lab/switchyard.yaml')
    expect(applySwitchyardFile(discovered, file, options())).toEqual({
      ...discovered,
      configFile: '/lab/switchyard.yaml',
    })
  })

  it.each(labs)('has examples that hold when their # is taken away, for a lab %s', (_, create) => {
    const text = renderSwitchyardFile(create(), facts).replaceAll(/^( *)#(?=\S)/gm, '$1')
    const { content } = parseSwitchyardFile(text, '/lab/switchyard.yaml')
    expect(content.env_files).toEqual(['.env.global', ['.env.local', '.env']])
  })

  it('reads well', () => {
    expect(renderSwitchyardFile(splitLab(), facts)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=./switchyard.schema.json
      # What no Compose file of this lab says. Paths are meant from this folder; docs/switchyard-yaml.md has every key.
      # Lines that start with # and no space are examples: take the # away to use one.

      name: lab

      # Env files that every stack reads before its own; an inner list stands for the first that exists.
      #env_files: [.env.global, [.env.local, .env]]

      # Docker networks to create before anything starts.
      #networks: [shared-network]

      stacks:

        # The folder infra has a Compose file.
        # Its services: postgres.
        # Starts first.
        infra:
          files: [base.yml, infra.yml]
          project: localai
          always_on: true
          #auto_start: false
          #timeout: 12m
          #readiness: { postgres: { http: "http://127.0.0.1:8080/health", timeout: 5m, retries: 1 } }
          #links: [{ name: Dashboard, url: "http://localhost:3000" }]

        # The folder app has a Compose file.
        # Its services: backend, sglang.
        # Starts after infra, as the layout has it.
        app:
          files: [base.yml, app.yml]
          project: localai
          #always_on: true
          #auto_start: false
          #needs: [infra]
          #timeout: 12m
          #readiness: { sglang: { http: "http://127.0.0.1:8080/health", timeout: 5m, retries: 1 } }
          #links: [{ name: Dashboard, url: "http://localhost:3000" }]

      # Named sets of files laid over stacks; \`--env test\` chooses one.
      #environments: { test: { stacks: { infra: { files: [compose.test.yaml], project: test } } } }
      "
    `)
  })

  it('keeps foreign text within its comment', () => {
    const text = renderSwitchyardFile(richLab(), { ...facts, schema: null })
    expect(text).toContain('  # Two lines: - injected: yes\n')
    expect(text).toContain('# - gpu.yml: It is not complete.\n# - old.yml: Compose refuses it.\n')
    expect(text).not.toContain('$schema')
  })
})

describe('writing it', () => {
  let dir: string
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'switchyard-init-'))))
  afterEach(() => rm(dir, { recursive: true }))

  it('creates the file and nothing else', async () => {
    const path = await writeSwitchyardFile(dir, 'name: lab\n')
    expect(path).toBe(join(dir, 'switchyard.yaml'))
    expect(await readdir(dir)).toEqual(['switchyard.yaml'])
    expect(await readFile(path, 'utf8')).toBe('name: lab\n')
  })

  it.each(['switchyard.yaml', 'switchyard.yml'])('never touches a %s that is there', async (name) => {
    await writeFile(join(dir, name), 'mine\n')
    expect(await problemsOf(() => writeSwitchyardFile(dir, 'name: lab\n'))).toEqual([
      {
        code: 'FILE_EXISTS',
        message: `This lab has a \`${name}\` already; it is left as it is.`,
        place: { file: join(dir, name) },
        hint: 'Edit it, or move it away first.',
      },
    ])
    expect(await readdir(dir)).toEqual([name])
    expect(await readFile(join(dir, name), 'utf8')).toBe('mine\n')
  })

  it('lets one of many writers win, whole', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => `name: lab${index}\n`.repeat(1000))
    const results = await Promise.allSettled(texts.map((text) => writeSwitchyardFile(dir, text)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(texts).toContain(await readFile(join(dir, 'switchyard.yaml'), 'utf8'))
    expect(await readdir(dir)).toEqual(['switchyard.yaml'])
  })
})
