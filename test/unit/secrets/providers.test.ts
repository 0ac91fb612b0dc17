import { describe, expect, it } from 'vitest'
import { parseSwitchyardFile } from '../../../src/main/lab/switchyard-file/parse.ts'
import { readDeclaredSecrets } from '../../../src/main/lab/switchyard-file/read-secrets.ts'
import { buildCall } from '../../../src/main/secrets/providers/build-call.ts'
import { problemsOf } from '../lab/switchyard-file/problems-of.ts'

const read = (yaml: string) => readDeclaredSecrets(parseSwitchyardFile(yaml, '/lab/switchyard.yaml'))

async function messagesOf(yaml: string): Promise<readonly string[]> {
  return (await problemsOf(() => read(yaml))).map(({ message }) => message)
}

function callsOf(yaml: string) {
  return read(yaml).map(({ entry }) => buildCall(entry, (path) => `/lab/${path.replace(/^\.\//, '')}`))
}

describe('providers of secrets', () => {
  it('are asked with one array of arguments, in which no secret is', () => {
    expect(
      callsOf(`secrets:
  - { provider: infisical, write: .env.infisical, project: p1, environment: prod, path: /ai, domain: 'http://localhost:8080/api' }
  - { provider: sops, write: .env.sops, file: secrets.enc.env }
  - { provider: 1password, write: .env.op, template: .env.tpl, account: home }
  - { provider: command, write: .env.x, run: ./export.sh, format: json }
  - { provider: command, write: .env.y, run: [vault, kv, get] }
`),
    ).toEqual([
      {
        command: [
          'infisical',
          'export',
          '--silent',
          '--format=json',
          '--projectId=p1',
          '--env=prod',
          '--path=/ai',
          '--domain=http://localhost:8080/api',
        ],
        format: 'json',
      },
      { command: ['sops', '--decrypt', '--output-type', 'json', '/lab/secrets.enc.env'], format: 'json' },
      { command: ['op', 'inject', '--in-file=/lab/.env.tpl', '--account=home'], format: 'dotenv' },
      { command: ['/lab/export.sh'], format: 'json' },
      { command: ['vault', 'kv', 'get'], format: 'dotenv' },
    ])
  })

  it('belong to the lab or to a stack, and know what stands beside their file', () => {
    const declared = read(`env_files: [.env.global, [.env.infisical, .env.old, .env]]
secrets: [{ provider: infisical, write: .env.infisical }]
stacks:
  apps: { env_files: [.env.apps], secrets: [{ provider: sops, write: .env.apps, file: a.yaml, on_failure: abort }] }
`)
    expect(
      declared.map(({ stack, file, alternatives, place }) => [stack, file, alternatives, place.line]),
    ).toEqual([
      [null, '/lab/.env.infisical', ['/lab/.env.old', '/lab/.env'], 2],
      ['apps', '/lab/.env.apps', [], 4],
    ])
  })

  it('have .env beside .env.infisical where no list says otherwise, as discovery has', () => {
    const [only] = read('secrets: [{ provider: infisical, write: .env.infisical }]')
    expect(only?.alternatives).toEqual(['/lab/.env'])
  })

  it.each([
    ['.env', 'is written by hand'],
    ['compose.yaml', 'is no env file'],
    ['../.env.x', 'is outside'],
    ['/etc/x.env', 'is outside'],
    ['sub/../../x.env', 'is outside'],
  ])('may not write %s, which %s', async (file) => {
    expect(await messagesOf(`secrets: [{ provider: infisical, write: ${file} }]`)).toEqual([
      `\`secrets[0].write\` must be an env file below this folder, like \`.env.infisical\` (not \`.env\` itself, which is written by hand), not \`"${file}"\`.`,
    ])
  })

  it('are told apart in what they must say', async () => {
    expect(
      await messagesOf(
        'secrets:\n  - { provider: vault, write: .env.a }\n  - { provider: sops, write: .env.b }\n',
      ),
    ).toEqual([
      expect.stringContaining('must be one of the providers `infisical`, `sops`, `1password` and `command`'),
      expect.stringContaining('`secrets[1].file` is missing'),
    ])
  })

  it('may not write one file twice', () => {
    expect(() =>
      read(
        'secrets: [{ provider: infisical, write: .env.a }, { provider: command, write: ./.env.a, run: ./x }]',
      ),
    ).toThrow('Two providers write `./.env.a`.')
  })
})
