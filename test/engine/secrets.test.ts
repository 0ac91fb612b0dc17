import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'
import { noticesOf, planOf } from './support/run-events.ts'

const compose = `name: vaulted
services:
  app:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'sleep 100000']
    init: true
    stop_grace_period: 0s
    environment: { TOKEN: '\${TOKEN:?}', SPECIAL: '\${SPECIAL-none}' }
`

const settings = (more = '') => `env_files: [[.env.infisical, .env]]
secrets: [{ provider: infisical, write: .env.infisical, project: p1, timeout: 2s${more} }]
stacks: { vaulted: { files: [compose.yaml] } }
`

const fresh = 'fresh-secret-4711'
const special = 'it\'s "$5" #1 ünd'
const standby = 'fallback-secret-0815'
const operatorToken = 'operator-token-0099'
const everySecret = [fresh, '#1 ünd', standby, operatorToken]

const prints = `cat "$here/secrets.json"`
const fails = `cat "$here/secrets.json"; echo "cannot reach the vault with $INFISICAL_TOKEN and ${fresh}" >&2; exit 7`
const hangs = `sleep 1000`
const garbage = `echo '<html><body>502 ${fresh}</body></html>'`

let bin: string
let lab: LabFixture
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), 'switchyard-bin-'))
  const json = JSON.stringify([
    { key: 'TOKEN', value: fresh },
    { key: 'SPECIAL', value: special },
  ])
  await writeFile(join(bin, 'secrets.json'), json)
  // Stands for the CLI of Infisical: notes its arguments and the names of its variables, and does what the test wants.
  await writeFile(
    join(bin, 'infisical'),
    `#!/bin/sh\nhere=${bin}\nprintf '%s\\n' "$*" >> "$here/asked"\nenv | sed 's/=.*//' > "$here/names"\n. "$here/answer"\n`,
  )
  await chmod(join(bin, 'infisical'), 0o755)
  const variables = inject('engineVariables')
  lab = await openLabWith(
    'vaulted',
    { 'compose.yaml': compose, 'switchyard.yaml': settings(), '.env': `TOKEN=${standby}\n` },
    { variables: { ...variables, PATH: `${bin}:${variables['PATH']}`, INFISICAL_TOKEN: operatorToken } },
  )
})
afterAll(async () => {
  await lab[Symbol.asyncDispose]()
  await rm(bin, { recursive: true })
})

const answer = (script: string) => writeFile(join(bin, 'answer'), `${script}\n`)
const envFile = () => join(lab.dir, '.env.infisical')

async function environmentOfApp(): Promise<readonly string[]> {
  const lines = await lab.docker(['inspect', '--format', '{{json .Config.Env}}', 'vaulted-app-1'])
  return (JSON.parse(lines) as string[]).filter((line) => /^(TOKEN|SPECIAL)=/.test(line)).sort()
}

describe('secrets of a lab', () => {
  it('are exported before a start, so that containers have them, and a plan exports nothing', async () => {
    await answer(prints)
    const plan = await lab.client.runs.plan({ dir: lab.dir, kind: 'start' })
    expect(plan.warnings).toEqual([
      'A plan fetches no secrets; this plan is made with what is there: .env for .env.infisical.',
    ])
    expect((await readdir(bin)).includes('asked')).toBe(false)

    const { events, end } = await lab.run({ kind: 'start' })
    expect([end.outcome, end.failures]).toEqual(['succeeded', []])
    expect(await environmentOfApp()).toEqual([`SPECIAL=${special}`, `TOKEN=${fresh}`])
    expect(planOf(events).steps[0]).toMatchObject({ kind: 'secrets', file: envFile(), provider: 'infisical' })
    expect(noticesOf(events)).toEqual([
      '2 variables from Infisical in .env.infisical: added TOKEN and SPECIAL.',
    ])
    expect(await readFile(join(bin, 'asked'), 'utf8')).toBe(
      'export --silent --format=json --projectId=p1 --env=dev --path=/\n',
    )
    expect((await readFile(join(bin, 'names'), 'utf8')).split('\n')).toContain('INFISICAL_TOKEN')
    expect(((await stat(envFile())).mode & 0o777).toString(8)).toBe('600')
    expect((await lab.run({ kind: 'start' })).end.unchanged).toBe(true)
  })

  it('stay as they were when the provider fails, and the next file of the list is used where there are none', async () => {
    await answer(fails)
    const kept = await lab.run({ kind: 'start' })
    expect(noticesOf(kept.events)).toEqual([
      expect.stringMatching(
        /^Infisical exited with code 7: \.env\.infisical of .*s ago is used as it is \(vaulted\)\.$/,
      ),
    ])
    expect(kept.events.filter(({ type }) => type === 'step-output')).toMatchObject([
      { lines: ['cannot reach the vault with •••••• and ••••••'] },
    ])
    await rm(envFile())
    const { events, end } = await lab.run({ kind: 'start' })
    expect([end.outcome, noticesOf(events)]).toEqual([
      'succeeded',
      ['Infisical exited with code 7: .env is used instead (vaulted).'],
    ])
    expect(await environmentOfApp()).toEqual(['SPECIAL=none', `TOKEN=${standby}`])
    expect(await lab.client.secrets.list({ dir: lab.dir })).toMatchObject([
      { used: 'fallback', usedInstead: join(lab.dir, '.env'), last: { outcome: 'failed' } },
    ])
  })

  it('start nothing where they must be fresh, and take neither silence nor garbage for an answer', async () => {
    const before = await lab.docker(['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', 'vaulted-app-1'])
    await answer(hangs)
    await writeFile(join(lab.dir, 'switchyard.yaml'), settings(', on_failure: abort'))
    await expect(lab.run({ kind: 'restart' })).rejects.toMatchObject({
      code: 'SECRETS_FAILED',
      message:
        'Nothing is started: Infisical did not end within 2.0s and was ended, and .env.infisical was not written.',
    })
    await answer(garbage)
    expect(await lab.client.secrets.fetch({ dir: lab.dir })).toMatchObject([
      { outcome: 'failed', fault: 'printed a web page' },
    ])
    expect(await lab.docker(['inspect', '--format', '{{.Id}} {{.State.StartedAt}}', 'vaulted-app-1'])).toBe(
      before,
    )
    await rename(join(lab.dir, '.env'), join(lab.dir, '.env.away'))
    await writeFile(join(lab.dir, 'switchyard.yaml'), settings())
    await expect(lab.run({ kind: 'start' })).rejects.toMatchObject({
      data: { problems: [{ code: 'LAB_FILE_INVALID' }, { code: 'SECRETS_FAILED' }] },
    })
    await rename(join(lab.dir, '.env.away'), join(lab.dir, '.env'))
    const { end } = await lab.run({ kind: 'start', fetchSecrets: false })
    expect(end.outcome).toBe('succeeded')
    await answer(prints)
    expect(await lab.client.secrets.fetch({ dir: lab.dir })).toMatchObject([{ added: ['TOKEN', 'SPECIAL'] }])
  })

  it('are those of the stack of a service, however it is named', async () => {
    const entry = '{ provider: infisical, write: .env.infisical, project: p1 }'
    await writeFile(
      join(lab.dir, 'switchyard.yaml'),
      `env_files: [.env.infisical]\nstacks: { vaulted: { files: [compose.yaml], secrets: [${entry}] } }\n`,
    )
    // Without it nothing of the lab can be read.
    await rm(envFile())
    const { events, end } = await lab.run({ kind: 'start', targets: ['app'] })
    expect([end.outcome, noticesOf(events)]).toEqual([
      'succeeded',
      ['2 variables from Infisical in .env.infisical: added TOKEN and SPECIAL.'],
    ])
    const again = await lab.run({ kind: 'start', targets: ['vaulted-app-1'] })
    expect(planOf(again.events).steps).toMatchObject([{ kind: 'secrets', stack: 'vaulted' }])
  })

  it('are in nothing that Switchyard says or keeps', async () => {
    const { dir, client } = lab
    const said = JSON.stringify([
      await client.secrets.list({ dir }),
      await client.variables.list({ dir }),
      await client.labs.doctor({ dir }),
      await client.runs.plan({ dir, kind: 'start' }),
    ])
    const runs = await client.runs.history({ dir })
    const events: unknown[] = []
    for (const { id } of runs)
      for await (const event of await client.runs.events({ runId: id })) events.push(event)
    const root = dirname(dir)
    const kept = await readdir(root, { recursive: true, withFileTypes: true })
    const files = kept.filter((entry) => entry.isFile() && !entry.name.startsWith('.env'))
    const texts = await Promise.all(
      files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    )
    expect(files.length).toBeGreaterThan(3)
    const everything = [said, JSON.stringify(events), ...texts].join('\n')
    expect(everySecret.filter((secret) => everything.includes(secret))).toEqual([])
  })
})
