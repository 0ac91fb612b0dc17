import type { Provider } from './model.ts'

/**
 * `infisical export`. JSON, because its dotenv output puts single quotes around values that can hold some themselves. The token
 * of a machine identity is INFISICAL_TOKEN; without it the CLI takes the login of the operator.
 * Source: infisical.com/docs/cli/commands/export; Infisical/cli, packages/cmd/export.go.
 */
export const infisical: Provider<'infisical'> = ({ project, environment, path, domain }) => ({
  command: [
    'infisical',
    'export',
    '--silent',
    '--format=json',
    ...(project === undefined ? [] : [`--projectId=${project}`]),
    `--env=${environment ?? 'dev'}`,
    `--path=${path ?? '/'}`,
    ...(domain === undefined ? [] : [`--domain=${domain}`]),
  ],
  format: 'json',
})
