import { access, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/shared/errors.ts'
import { listEverything, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'

/** Each folder with its one problem: code, message, and the place from the lab's folder. */
const problems = {
  'directory-as-file': [
    'LAB_NOT_FOUND No Compose file of this folder can be run: this is a folder with the name of a Compose file.',
    'docker-compose.yml',
  ],
  'duplicate-key': ['COMPOSE_FILE_INVALID The key `web` is there twice.', 'docker-compose.yml:5:3'],
  'empty-file': [
    'LAB_NOT_FOUND No Compose file of this folder can be run: the file is empty.',
    'docker-compose.yml',
  ],
  'empty-services': [
    'LAB_NOT_FOUND No Compose file of this folder can be run: it has no services.',
    'docker-compose.yml',
  ],
  'missing-env-file': [
    'COMPOSE_FILE_INVALID Compose says: env file LAB/secrets.env not found',
    'docker-compose.yml',
  ],
  'missing-include': [
    'COMPOSE_FILE_INVALID Compose says: open LAB/database/docker-compose.yml: no such file',
    'docker-compose.yml',
  ],
  'port-clash': [
    'PORT_CLASH two/web-two and one/web-one both publish port 20951/tcp.',
    'two/docker-compose.yml',
  ],
  'required-variable': [
    'VARIABLE_UNSET Compose says: error while interpolating services.web.environment.MODEL_DIR',
    'docker-compose.yml:6:18',
  ],
  'service-cycle': [
    'CYCLE Compose says: dependency cycle detected: alpha -> beta -> gamma -> alpha.',
    'docker-compose.yml',
  ],
  'stack-cycle': [
    "CYCLE These stacks wait for each other's networks: alpha → beta → alpha.",
    'alpha/docker-compose.yml',
  ],
  'tab-indent': [
    'COMPOSE_FILE_INVALID A tab is used to indent; YAML allows spaces only.',
    'docker-compose.yml:5:1',
  ],
  'unknown-depends-on': [
    'COMPOSE_FILE_INVALID Compose says: service "web" depends on undefined service "databse"',
    'docker-compose.yml:3:3',
  ],
  'unset-variable': [
    'VARIABLE_UNSET The variable DATABASE_PASSWORD is not set and has no default.',
    'docker-compose.yml:6:26',
  ],
} as const

describe('a lab with a mistake in it', () => {
  it.each(Object.entries(problems))(
    'is told of %s with its place, and nothing is made',
    async (name, [told, place]) => {
      await using lab = await openBroken(name)
      const before = await listEverything(lab)
      const [first, ...others] = await problemsOf(lab)
      expect(`${first?.code} ${first?.message.replaceAll(lab.dir, 'LAB')}`).toContain(told)
      expect(first && describePlace(first, lab.dir)).toBe(place)
      // One mistake is told once; only of variables there can be several, one for each.
      expect(others.map(({ code, message }) => [code, message])).toEqual(
        name === 'unset-variable'
          ? [['VARIABLE_UNSET', 'The variable TOKEN is not set and has no default.']]
          : [],
      )
      expect(await listEverything(lab)).toEqual(before)
    },
  )

  it('is covered for every folder of test/labs/broken', async () => {
    const folders = await readdir(join(import.meta.dirname, '../labs/broken'), { withFileTypes: true })
    const covered = [...Object.keys(problems), 'missing-network', 'names']
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(covered.sort())
  })
})

describe('an external network that nobody has made', () => {
  it('is made before the start, and the plan says so', async () => {
    await using lab = await openBroken('missing-network')
    const plan = await lab.client.runs.plan({ dir: lab.dir, kind: 'start' })
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'network:no-such-net',
      'create:.',
      'start:missing-network/web',
    ])
    expect((await listEverything(lab)).networks).not.toContain('no-such-net')
    const { end } = await lab.run({ kind: 'start' })
    expect(end.outcome).toBe('succeeded')
    expect((await listEverything(lab)).networks).toContain('no-such-net')
  })
})

describe('folders with odd names', () => {
  it('are stacks like any other: they start, and nothing in their names is run', async () => {
    await using lab = await openBroken('names')
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    const { stacks } = await lab.client.labs.status({ dir: lab.dir })
    expect(stacks.map(({ name, project, state }) => [name, project, state])).toEqual([
      ['$(touch pwned)', 'touchpwned', 'ready'],
      ['-rf', 'rf', 'ready'],
      ['Größe', 'gre', 'ready'],
      ["it's-quoted;true", 'its-quotedtrue', 'ready'],
      ['v1.2.beta', 'v12beta', 'ready'],
      ['with spaces', 'withspaces', 'ready'],
    ])
    for (const { name } of stacks) await lab.run({ kind: 'restart', targets: [name] })
    await lab.run({ kind: 'down' })
    expect(
      await readContainers(
        lab,
        stacks.map(({ project }) => project),
      ),
    ).toEqual({})
    for (const dir of [
      lab.dir,
      dirname(lab.dir),
      process.cwd(),
      ...stacks.map(({ name }) => join(lab.dir, name)),
    ]) {
      await expect(access(join(dir, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' })
    }
  })
})

describe('a Compose file of absurd size', () => {
  const header = 'services:\n  web:\n    image: switchyard/fixture:1\n    environment:\n'
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => `      V${index}: ${'x'.repeat(1000)}\n`).join('')

  it('is left out at once, with its size', async () => {
    await using lab = await openLabWith('huge', { 'docker-compose.yml': header + lines(10_000) })
    const before = await listEverything(lab)
    const beganAtMs = performance.now()
    const [problem] = await problemsOf(lab)
    expect(performance.now() - beganAtMs).toBeLessThan(5000)
    expect(problem).toEqual({
      code: 'LAB_NOT_FOUND',
      message:
        'No Compose file of this folder can be run: too large to be a Compose file: 11 MB, and 1 MB is the limit.',
      place: { file: join(lab.dir, 'docker-compose.yml') },
    })
    expect(await listEverything(lab)).toEqual(before)
  })

  it('is answered in bounded time when switchyard.yaml names it', async () => {
    await using lab = await openLabWith('huge', {
      'docker-compose.yml': header + lines(10_000),
      'switchyard.yaml': 'stacks: { huge: { files: [docker-compose.yml] } }\n',
    })
    const beganAtMs = performance.now()
    const plan = await lab.client.runs.plan({ dir: lab.dir, kind: 'start' })
    expect(performance.now() - beganAtMs).toBeLessThan(30_000)
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['create', 'start'])
  })

  it('is used when it is just below the limit', async () => {
    await using lab = await openLabWith('huge', { 'docker-compose.yml': header + lines(900) })
    const beganAtMs = performance.now()
    const plan = await lab.client.runs.plan({ dir: lab.dir, kind: 'start' })
    expect(performance.now() - beganAtMs).toBeLessThan(10_000)
    expect(plan.steps.map(({ id }) => id)).toEqual(['create:.', 'start:huge/web'])
  })
})

function openBroken(name: string): Promise<LabFixture> {
  return openLab(`broken/${name}`)
}

/** What a start of the whole lab is refused for. */
async function problemsOf(lab: LabFixture): Promise<readonly Problem[]> {
  const error: unknown = await lab.run({ kind: 'start' }).then(
    () => new Error('the lab started'),
    (refusal: unknown) => refusal,
  )
  const { data } = error as { data?: { problems: readonly Problem[] } }
  if (!data) throw error
  return data.problems
}

function describePlace({ place }: Problem, dir: string): string {
  if (!place) return ''
  const file = place.file.replace(`${dir}/`, '')
  return [file, place.line, place.column].filter((part) => part !== undefined).join(':')
}
