import { z } from 'zod'
import { program } from './schema-scripts.ts'
import { list, positiveDuration, words } from './schema-values.ts'

const envFileExpected =
  'an env file below this folder, like `.env.infisical` (not `.env` itself, which is written by hand)'

/** Only what is evidently an env file, so that a slip of the pen replaces nothing else. */
const writtenFile = words(envFileExpected, /^[^\0]*$/).refine(
  (path) =>
    !path.startsWith('/') &&
    !path.startsWith('~') &&
    !path.split('/').includes('..') &&
    /(^|\/)(\.env\.[^/]+|[^/]+\.env)$/.test(path),
  { error: envFileExpected },
)

const common = {
  write: writtenFile.describe(
    'The env file that it writes, from this folder; name it in `env_files` as well. Only its owner can read it.',
  ),
  timeout: positiveDuration.describe('It is ended after this time. Default: 30s.').optional(),
  on_failure: z
    .enum(['fallback', 'abort'], { error: '`fallback` or `abort`' })
    .describe(
      'What its failure means: `fallback` (the default) goes on with what is there, the file as it was last written or the next of its list in `env_files`; `abort` starts nothing.',
    )
    .optional(),
}

/** No provider reads it as an option: every value is part of one argument, or a path from the root. */
const plain = (what: string) => words(what, /^[^\0\s][^\0]*$/)

const provider = <Name extends string>(name: Name) =>
  z.literal(name).describe('`infisical`, `sops`, `1password` or `command`.')

const infisical = z
  .strictObject({
    provider: provider('infisical'),
    ...common,
    project: plain('the id of a project')
      .describe('Project id. Default: what `infisical init` has written into the folder.')
      .optional(),
    environment: plain('the name of an environment')
      .describe('Environment in Infisical. Default: `dev`.')
      .optional(),
    path: plain('a path like `/ai`').describe('Folder of the secrets. Default: `/`.').optional(),
    domain: plain('the address of an Infisical')
      .describe('Address of your own Infisical, like `http://localhost:8080/api`.')
      .optional(),
  })
  .describe('Exports a folder of Infisical with its CLI. A token is taken from INFISICAL_TOKEN.')

const sops = z
  .strictObject({
    provider: provider('sops'),
    ...common,
    file: words('the path of an encrypted file').describe('The encrypted file, from this folder.'),
  })
  .describe('Decrypts a file with sops.')

const onePassword = z
  .strictObject({
    provider: provider('1password'),
    ...common,
    template: words('the path of a template').describe(
      "An env file with references like `TOKEN='{{ op://vault/item/field }}'`, from this folder.",
    ),
    account: plain('the name of an account')
      .describe('1Password account, when there are several.')
      .optional(),
  })
  .describe('Fills in a template with `op inject`. A token is taken from OP_SERVICE_ACCOUNT_TOKEN.')

const command = z
  .strictObject({
    provider: provider('command'),
    ...common,
    run: program.describe(
      'Prints the secrets. A text is one path, from this folder; a list is a program and its arguments. No shell reads it.',
    ),
    format: z
      .enum(['dotenv', 'json'], { error: '`dotenv` or `json`' })
      .describe('What it prints: lines like `NAME=value` (the default), or one JSON object.')
      .optional(),
  })
  .describe('Any program that prints secrets.')

export const secretEntrySchema = z.discriminatedUnion('provider', [infisical, sops, onePassword, command], {
  error: 'one of the providers `infisical`, `sops`, `1password` and `command`',
})

export const secretsSchema = list(
  secretEntrySchema,
  'a list of providers like `{ provider: infisical, write: .env.infisical }`',
).describe('Providers that write env files with secrets before something is started.')

export type SecretEntry = Readonly<z.output<typeof secretEntrySchema>>
