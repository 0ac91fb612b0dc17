import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createMask,
  hidden,
  isPlainValue,
  isSecretFile,
  isSecretName,
  isSecretValue,
} from '../../../src/main/detail/secrets.ts'

describe('isSecretName', () => {
  it.each([
    'PASSWORD',
    'POSTGRES_PASSWORD',
    'DB_PASS',
    'MYSQL_PWD',
    'JWT_SECRET',
    'GITHUB_TOKEN',
    'OPENAI_API_KEY',
    'OPENAI_APIKEY',
    'apiKey',
    'AWS_ACCESS_KEY_ID',
    'SSH_PRIVATE',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'N8N_ENCRYPTION_KEY',
    'SENTRY_DSN',
    'GPG_PASSPHRASE',
    'LANGFUSE_SALT',
    'NEO4J_AUTH',
    'KEYS',
    '--requirepass',
    '--password',
    'traefik.http.middlewares.a.basicauth.users',
  ])('takes %s for one', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'POSTGRES_USER',
    'PATH',
    'PWD',
    'KEYBOARD_LAYOUT',
    'MONKEY',
    'PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'POSTGRES_PASSWORD_FILE',
    'PASSWORD_MIN_LENGTH',
    'TOKENIZERS_PARALLELISM',
    'COMPASS',
    'AUTHOR',
    'GF_AUTH_ANONYMOUS_ENABLED',
    '',
  ])('takes %s for none', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('isSecretValue', () => {
  it.each([
    'postgres://user:pw@db:5432/x',
    'redis://:pw@redis',
    'postgres://user:p/w@db/x',
    'https://0123456789abcdef0123@errors.example/1',
    'sk-abcdefgh12345678',
    'sk_live_abcdefgh12345678',
    'ghp_abcdefgh12345678',
    'github_pat_abcdefgh1234',
    'glpat-abcdefgh1234',
    'xoxb-1234-abcdefgh',
    'AKIAIOSFODNN7EXAMPLE',
    'hf_abcdefgh12345678',
    'eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----',
    'run --token=abc123',
    'mysql --password hunter2',
  ])('takes %j for one', (value) => {
    expect(isSecretValue(value)).toBe(true)
  })

  it.each([
    'postgres://db:5432/x',
    'http://ollama:11434',
    'ssh://git@host/repo',
    'http://host:3000/@scope',
    'mail@example.org',
    'postgres://user:${PASSWORD}@db/x',
    'risk-assessment-tool',
    'task_queue_name_long',
    'Host(`api.localhost`)',
    '--token=${TOKEN}',
    '',
  ])('takes %j for none', (value) => {
    expect(isSecretValue(value)).toBe(false)
  })
})

describe('isSecretFile', () => {
  it('goes by the name of the file, not of its folder', () => {
    const files = ['/lab/.env.infisical', '/lab/secrets.env', '/lab/.env', '/secrets/lab/.env.global']
    expect(files.map(isSecretFile)).toEqual([true, true, false, false])
  })
})

describe('isPlainValue', () => {
  it('is what gives nothing away', () => {
    const values = ['', 'true', 'No', 'none', '1', 'x', '1234']
    expect(values.map((value) => isPlainValue('API_KEY', value))).toEqual([
      ...[true, true, true, true, true],
      ...[false, false],
    ])
    expect(isPlainValue('MAX_TOKENS', '4096')).toBe(true)
  })
})

describe('createMask', () => {
  it('hides a value wherever it stands, the longer one first', () => {
    const mask = createMask(['hunter2', 'hunter2-more'])
    expect(mask('a hunter2-more b=hunter2c')).toBe(`a ${hidden} b=${hidden}c`)
  })

  it('knows the forms in which a value is written elsewhere', () => {
    const mask = createMask(['pa$s w"rd', 'first line\nsecond line'])
    expect([
      mask('x pa$$s w"rd'),
      mask('http://h/?q=pa%24s%20w%22rd'),
      mask('"pa$s w\\"rd"'),
      mask('… second line …'),
    ]).toEqual([`x ${hidden}`, `http://h/?q=${hidden}`, `"${hidden}"`, `… ${hidden} …`])
  })

  it('takes a short value for a secret only as a whole word, and leaves what is shorter still', () => {
    const mask = createMask(['abc', 'x'])
    expect(mask('abc abcd -x --p=abc')).toBe(`${hidden} abcd -x --p=${hidden}`)
  })

  it('leaves names that stand in the open, but not where they are a password', () => {
    const mask = createMask(['postgres'], new Set(['postgres']))
    expect(mask('postgres://postgres:postgres@postgres/postgres')).toBe(
      `postgres://postgres:${hidden}@postgres/postgres`,
    )
  })

  it('hides the password of a URL and keeps the rest of it', () => {
    expect(createMask([])('redis://:pw@redis:6379/0, amqp://a:b@c')).toBe(
      `redis://:${hidden}@redis:6379/0, amqp://a:${hidden}@c`,
    )
  })

  it('leaves no value of six characters or more in any text', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 30, unit: 'grapheme' })
      .filter((text) => text.trim().length >= 6 && !text.includes('•'))
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.string(), (secrets, between) => {
        const masked = createMask(secrets)(secrets.join(between))
        for (const each of secrets) expect(masked).not.toContain(each)
      }),
    )
  })

  it('comes to an end, whatever a file holds', () => {
    const mask = createMask([])
    const references = `http://user:${'${A}'.repeat(60)}`
    const word = 'a'.repeat(400_000)
    expect([mask(references), mask(word), mask(`--${word}`)]).toEqual([references, word, `--${word}`])
    expect(mask(`${references}@host --token ${word}`)).toBe(`${references}@host --token ${hidden}`)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (secrets, text) => {
        const mask = createMask(secrets)
        expect(mask(mask(text))).toBe(mask(text))
      }),
    )
  })
})
