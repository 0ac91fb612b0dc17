import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { root } from './support/manual.ts'

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string() }),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      'timeout-minutes': z.number(),
      container: z.object({ image: z.string() }).optional(),
      steps: z.array(stepSchema),
    }),
  ),
})

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const text = read('.github/workflows/checks.yml')
const workflow = workflowSchema.parse(parse(text))
const jobs = Object.values(workflow.jobs)
const commands = jobs.map(({ steps }) => steps.flatMap(({ run }) => run?.split('\n') ?? []))

describe('the workflow for a public code host', () => {
  it('runs the test command of the README, with the oldest Node that it promises', () => {
    const readme = read('README.md')
    expect(readme).toMatch(/^npm ci && npm test /m)
    expect(commands[0]?.filter((command) => command.startsWith('npm '))).toEqual(['npm ci', 'npm test'])
    const [, node] = /Node (\d+) or newer/.exec(readme) ?? []
    expect(packageJson.engines.node).toBe(`>=${node}`)
    expect(workflow.jobs['test']?.container?.image).toBe(`node:${node}-bookworm`)
  })

  it('runs only what the project has', () => {
    const lines = commands.flat().join('\n')
    const scripts = [...lines.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(scripts).toEqual(['build', 'package', 'package'])
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([])
    const programs = [...lines.matchAll(/\bnpx ([\w-]+)/g)].map(([, name = '']) => name)
    expect(programs).toEqual(['install-electron', 'electron', 'vitest'])
    expect(programs.filter((name) => !existsSync(join(root, 'node_modules/.bin', name)))).toEqual([])
    const projects = [...lines.matchAll(/--project (\w+)/g)].map(([, name = '']) => name)
    expect(projects.filter((name) => globSync(`test/${name}/*.test.ts`, { cwd: root }).length === 0)).toEqual(
      [],
    )
    const hashed = [...text.matchAll(/hashFiles\(([^)]*)\)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([^']+)'/g)].map(([, path = '']) => path),
    )
    expect(hashed.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual([])
  })

  it('makes the packages by the commands that docs/releasing.md gives', () => {
    const releasing = read('docs/releasing.md')
    const made = commands.flat().filter((command) => command.startsWith('npm run package'))
    expect(made).toEqual(['npm run package', 'npm run package -- --desktop'])
    expect(made.filter((command) => !releasing.includes(`\n${command} `))).toEqual([])
  })

  it('may read the sources and nothing else, and runs what it takes from others by commit', () => {
    expect(workflow.permissions).toEqual({})
    for (const { permissions } of jobs) expect(permissions).toEqual({ contents: 'read' })
    const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([])
    expect(text.match(/uses: .*/g)?.filter((line) => !/ # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
    const checkouts = jobs.flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    )
    expect(checkouts.map((step) => step.with)).toEqual(jobs.map(() => ({ 'persist-credentials': false })))
    expect(text).not.toMatch(/secrets\.|pull_request_target/)
  })
})
