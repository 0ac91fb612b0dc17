import type { Provider } from './model.ts'

/**
 * `op inject` prints the template with every `{{ op://vault/item/field }}` filled in. Without a terminal it takes
 * OP_SERVICE_ACCOUNT_TOKEN, or asks the desktop app. Source: developer.1password.com/docs/cli/reference/commands/inject.
 */
export const onePassword: Provider<'1password'> = ({ template, account }, resolve) => ({
  command: [
    'op',
    'inject',
    `--in-file=${resolve(template)}`,
    ...(account === undefined ? [] : [`--account=${account}`]),
  ],
  format: 'dotenv',
})
