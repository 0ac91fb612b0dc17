import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { ConfigLine, ServiceDetail } from '../../src/shared/detail.ts'
import { createCore } from '../../src/main/core.ts'
import { hidden } from '../../src/main/detail/secrets.ts'
import { readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith, publishedAddress } from './support/lab-fixture.ts'

/** What Compose itself says to the command that the detail names. */
async function askCompose(lab: LabFixture, { commands }: Pick<ServiceDetail, 'commands'>): Promise<unknown> {
  const command = commands.find(({ name }) => name === 'config')?.command ?? []
  return parse(await lab.docker(command.slice(1)))
}

function textOf(config: readonly ConfigLine[]): string {
  return config.map(({ text }) => `${text}\n`).join('')
}

/** The same value with `hidden` wherever the masked one has it, when all the rest is the same. */
function hideAlike(value: unknown, masked: unknown): unknown {
  if (typeof masked === 'string' && masked.includes(hidden)) {
    const parts = masked.split(hidden).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    return new RegExp(`^${parts.join('[\\s\\S]+')}$`).test(String(value)) ? masked : value
  }
  if (Array.isArray(value) && Array.isArray(masked))
    return value.map((item, index) => hideAlike(item, masked[index]))
  if (typeof value !== 'object' || value === null || typeof masked !== 'object' || masked === null)
    return value
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [
      key,
      hideAlike(own, (masked as Record<string, unknown>)[key]),
    ]),
  )
}

/** Lines whose place does not mention them: neither their key, nor their value, nor the end of a path. */
async function misplaced(config: readonly ConfigLine[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { text, place } of config) {
    if (!place) continue
    const written = (await readFile(place.file, 'utf8')).split('\n')[(place.line ?? 0) - 1] ?? ''
    const [, item, , key, value = ''] = /^\s*(- )?(("?[^\s:"]+"?):(?:\s|$))?(.*)$/.exec(text) ?? []
    const words = [key, value, value.split('/').at(-1)].map((word) => word?.replaceAll(/^"|"$/g, ''))
    const isReadOnly = key === 'read_only' && /:ro\b/.test(written)
    const isMentioned = isReadOnly || words.some((word) => word && written.includes(word))
    // The first line of an item stands for the whole item; a command is split from the text behind its key.
    if (!isMentioned && item === undefined && !/^\s*context: /.test(text)) wrong.push(`${text} ← ${written}`)
  }
  return wrong
}

describe('the details of a lab with layers', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLab('layered')
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it.each([null, 'dev', 'test', 'ci'])(
    'are what Compose says, with true places, in %s',
    async (environment) => {
      const { stacks } = await lab.client.labs.describe({ dir: lab.dir, environment })
      for (const service of stacks[0]?.services ?? []) {
        const ref = { stack: 'ichrisbirch', service }
        const detail = await lab.client.services.detail({ dir: lab.dir, environment, service: ref })
        const said = (await askCompose(lab, detail)) as { services: Record<string, unknown> }
        const shown = parse(textOf(detail.config)) as Record<string, unknown>
        expect(shown).toEqual({ [service]: hideAlike(said.services[service], shown[service]) })
        expect(await misplaced(detail.config)).toEqual([])
        expect(JSON.stringify(detail)).not.toContain('not-a-real-pg-password')
      }
    },
  )

  it('say of a stack what Compose says, without the parts that are only there to be used elsewhere', async () => {
    const selection = { dir: lab.dir, environment: 'ci', stack: 'ichrisbirch' }
    const detail = await lab.client.stacks.detail(selection)
    const said = (await askCompose(lab, detail)) as Record<string, unknown>
    const shown = parse(textOf(detail.config)) as Record<string, unknown>
    const kept = Object.fromEntries(Object.entries(said).filter(([key]) => !key.startsWith('x-')))
    expect(shown).toEqual(hideAlike(kept, shown))
    expect(await misplaced(detail.config)).toEqual([])
    expect(detail.layers.map(({ file, changes }) => [file.split('/').at(-1), changes.length > 0])).toEqual([
      ['docker-compose.test.yml', true],
      ['docker-compose.ci.yml', true],
    ])
    expect({ networks: detail.networks, volumes: detail.volumes }).toEqual({
      networks: [
        { name: 'ichrisbirch_default', external: false },
        { name: 'ichrisbirch_proxy', external: false },
      ],
      volumes: ['venv_shared', 'postgres_data', 'redis_data']
        .map((name) => ({ name: `ichrisbirch_${name}`, external: false }))
        .filter(({ name }) => detail.volumes.some((volume) => volume.name === name)),
    })
  })

  it('name what each layer changes', async () => {
    const service = { stack: 'ichrisbirch', service: 'traefik' }
    const { layers } = await lab.client.services.detail({ dir: lab.dir, environment: 'ci', service })
    const at = publishedAddress()
    expect(
      layers.map(({ file, changes }) => [
        file.slice(lab.dir.length + 1),
        changes.map(({ path, before, after, place }) => [path, before, after, place?.line]),
      ]),
    ).toEqual([
      [
        'docker-compose.test.yml',
        [
          ['services.traefik.container_name', 'ichrisbirch-traefik', 'ichrisbirch-traefik-test', 26],
          ['services.traefik.restart', 'unless-stopped', 'no', 27],
          [
            'services.traefik.ports',
            `[${at}:27080:80, ${at}:27443:443]`,
            `!override [${at}:27081:80, ${at}:27843:443, ${at}:27809:8080]`,
            28,
          ],
        ],
      ],
      [
        'docker-compose.ci.yml',
        [
          [
            'services.traefik.ports',
            `[${at}:27081:80, ${at}:27843:443, ${at}:27809:8080]`,
            `!override [${at}:27081:80, ${at}:27843:443]`,
            17,
          ],
        ],
      ],
    ])
  })

  it('reveal one secret by its name, and no other name', async () => {
    const selection = { dir: lab.dir, service: { stack: 'ichrisbirch', service: 'postgres' } }
    expect(await lab.client.services.secret({ ...selection, name: 'POSTGRES_PASSWORD' })).toEqual({
      value: 'not-a-real-pg-password-c1',
    })
    await expect(lab.client.services.secret({ ...selection, name: 'NOT_THERE' })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      message: 'ichrisbirch/postgres has no variable named NOT_THERE.',
    })
    await expect(
      lab.client.services.detail({ dir: lab.dir, service: { stack: 'ichrisbirch', service: 'postgers' } }),
    ).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      data: { problems: [{ hint: 'Did you mean ichrisbirch/postgres?' }] },
    })
    await expect(lab.client.stacks.detail({ dir: lab.dir, stack: 'other' })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
    })
  })

  it('need no engine', async () => {
    const core = createCore({ variables: { ...lab.variables, DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
    try {
      const service = { stack: 'ichrisbirch', service: 'redis' }
      const detail = await core.client.services.detail({ dir: lab.dir, service })
      const { image, container, health, healthCommand, networks, ports } = detail
      const noImage = { id: null, digest: null, createdAt: null, sizeBytes: null }
      expect({ image, container, health, healthCommand, networks, ports }).toEqual({
        image: { reference: 'switchyard/redis:1', ...noImage },
        container: null,
        health: [],
        healthCommand: ['CMD', 'redis-cli', 'ping'],
        networks: [{ name: 'ichrisbirch_default', aliases: [], address: null }],
        ports: [{ address: publishedAddress(), port: 27379, target: 6379, protocol: 'tcp', url: null }],
      })
      const { services, edges } = await core.client.labs.graph({ dir: lab.dir })
      expect(services.map(({ ref }) => ref.service).sort()).toEqual([
        'api',
        'app',
        'chat',
        'postgres',
        'redis',
        'scheduler',
        'traefik',
      ])
      expect(
        edges.map(({ service, gate }) => `${service.service} ${gate.condition} ${gate.on.service}`).sort(),
      ).toEqual([
        'api ready postgres',
        'api ready redis',
        'app ready api',
        'chat ready api',
        'chat ready postgres',
        'chat ready redis',
        'scheduler ready postgres',
        'scheduler ready redis',
      ])
    } finally {
      await core.dispose()
    }
  })
})

describe('the details of a lab of many projects', () => {
  let lab: LabFixture
  const profiles = ['cpu']
  beforeAll(async () => {
    lab = await openLab('ai-homelab')
    await lab.run({ kind: 'start', profiles, targets: ['apps/n8n', 'infrastructure/caddy'] })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('are what Compose says for every service, with true places and without its secrets', async () => {
    const values = (await readFile(join(lab.dir, '.env'), 'utf8'))
      .split('\n')
      .map((line) => line.slice(line.indexOf('=') + 1))
      .filter((value) => value.includes('not-a-real'))
    const { stacks } = await lab.client.labs.describe({ dir: lab.dir, profiles })
    for (const { name: stack, services } of stacks) {
      for (const service of services) {
        const detail = await lab.client.services.detail({
          dir: lab.dir,
          profiles,
          service: { stack, service },
        })
        const said = (await askCompose(lab, detail)) as { services: Record<string, unknown> }
        const shown = parse(textOf(detail.config)) as Record<string, unknown>
        expect(shown).toEqual({ [service]: hideAlike(said.services[service], shown[service]) })
        expect(await misplaced(detail.config)).toEqual([])
        for (const value of values) expect(JSON.stringify(detail)).not.toContain(value)
      }
    }
  })

  it('have what the engine knows of a container that runs', async () => {
    const service = { stack: 'apps', service: 'n8n' }
    const detail = await lab.client.services.detail({ dir: lab.dir, profiles, service })
    const n8n = (await readContainers(lab, ['localai-apps']))['n8n']
    const imageId = (
      await lab.docker(['image', 'inspect', '--format', '{{.Id}}', 'switchyard/fixture:1'])
    ).trim()
    const address = (
      await lab.docker([
        'inspect',
        '--format',
        '{{(index .NetworkSettings.Networks "ai-network").IPAddress}}',
        'n8n',
      ])
    ).trim()
    const { container, image, networks, ports, starts, usualMs, commands } = detail
    expect({ container, image, networks, ports }).toEqual({
      container: {
        id: n8n?.id,
        name: 'n8n',
        startedAt: new Date(n8n?.startedAtMs ?? NaN).toISOString(),
        finishedAt: null,
        restartCount: 0,
        exitCode: null,
        oomKilled: false,
      },
      image: {
        reference: 'switchyard/fixture:1',
        id: imageId,
        digest: null,
        createdAt: expect.any(String),
        sizeBytes: expect.any(Number),
      },
      networks: [{ name: 'ai-network', aliases: ['n8n'], address }],
      ports: [
        {
          address: publishedAddress(),
          port: 22678,
          target: 5678,
          protocol: 'tcp',
          url: `http://${publishedAddress()}:22678`,
        },
      ],
    })
    expect(starts).toEqual([{ at: expect.any(String), elapsedMs: usualMs }])
    const inspect = commands.find(({ name }) => name === 'inspect')?.command ?? []
    expect((await lab.docker(inspect.slice(1))).length).toBeGreaterThan(2)
    expect(detail.environment.find(({ name }) => name === 'N8N_ENCRYPTION_KEY')).toEqual({
      name: 'N8N_ENCRYPTION_KEY',
      value: null,
      isSecret: true,
      place: { file: join(lab.dir, '.env'), line: 15, column: 1 },
      from: 'env_file',
    })
  })

  it('take everything in an exported file of secrets for one', async () => {
    await writeFile(
      join(lab.dir, '.env.infisical'),
      'POSTGRES_PASSWORD=pg-password-x1\nPOSTGRES_DB=inventory-x\n',
    )
    const service = { stack: 'data', service: 'db' }
    const detail = await lab.client.services.detail({ dir: lab.dir, profiles, service })
    expect(
      detail.environment.map(({ name, value, place }) => [name, value, place?.file.split('/').at(-1)]),
    ).toEqual([
      ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', undefined],
      ['POSTGRES_DB', null, '.env.infisical'],
      ['POSTGRES_PASSWORD', null, '.env.infisical'],
      ['READY_AFTER', '1.8', 'docker-compose.yml'],
      ['STOP_AFTER', '1', 'docker-compose.yml'],
    ])
    expect(JSON.stringify(detail)).not.toMatch(/pg-password-x1|inventory-x/)
  })
})

const characters = Array.from('abcXYZ0189 $"\'\\:#&*!%@/{}[]-_=+é|>,')

describe('secrets', () => {
  it('are nowhere in an answer, wherever they are written', async () => {
    await using lab = await openLabWith('secret', { 'compose.yaml': 'services: { web: { image: x } }\n' })
    const secret = fc
      .string({
        minLength: 6,
        maxLength: 24,
        unit: fc.constantFrom(...characters),
      })
      // Compose takes the space from the ends of an unquoted value, and nobody has a name for a secret.
      .filter(
        (text) => text.trim() === text && /[a-z]/i.test(text) && !/^(services|compose|secret)$/i.test(text),
      )
    const quotable = secret.map((text) => text.replaceAll(/['\\]/g, '_'))
    await fc.assert(
      fc.asyncProperty(fc.tuple(secret, quotable, secret, secret, quotable), async (secrets) => {
        const [inFile, inEnvFile, replaced, inArgs, inVariables] = secrets
        const write = (value: string) => value.replaceAll('$', '$$$$')
        const web = (password: string) => ({
          image: 'x',
          build: { context: '.', args: { NPM_TOKEN: write(inArgs) } },
          environment: { DB_PASSWORD: write(password), COPY: `a ${write(inEnvFile)} b` },
          env_file: ['web.env'],
          command: ['run', `--with=${write(inFile)}`, write(inVariables), write(inArgs)],
          labels: { note: write(inFile), 'my.token': write(inEnvFile) },
          healthcheck: { test: ['CMD', 'check', write(inFile), write(inArgs)] },
          volumes: [
            { type: 'volume', source: 'data', target: `/x/${write(inFile).replaceAll(/[/\\]/g, '-')}` },
          ],
        })
        const files = { 'compose.yaml': replaced, 'compose.override.yaml': inFile }
        for (const [file, password] of Object.entries(files))
          await writeFile(
            join(lab.dir, file),
            stringify({ services: { web: web(password) }, volumes: { data: {} } }),
          )
        const quoted = (value: string) => `'${value}'`
        await writeFile(join(lab.dir, 'web.env'), `MAIL_PASSWORD=${quoted(inEnvFile)}\n`)
        await writeFile(join(lab.dir, '.env'), `SMTP_PASSWORD=${quoted(inVariables)}\n`)
        const service = { stack: 'secret', service: 'web' }
        const web1 = await lab.client.services.detail({ dir: lab.dir, service })
        const stack = await lab.client.stacks.detail({ dir: lab.dir, stack: 'secret' })
        const answer = JSON.stringify([web1, stack])
        for (const each of secrets)
          for (const form of [each, write(each)])
            expect(answer).not.toContain(JSON.stringify(form).slice(1, -1))
        expect(await lab.client.services.secret({ dir: lab.dir, service, name: 'DB_PASSWORD' })).toEqual({
          value: inFile,
        })
      }),
      { numRuns: 25 },
    )
  })
})
