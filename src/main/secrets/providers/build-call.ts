import type { SecretEntry } from '../../lab/switchyard-file/schema-secrets.ts'
import { command } from './command.ts'
import { infisical } from './infisical.ts'
import type { ProviderCall } from './model.ts'
import { onePassword } from './one-password.ts'
import { sops } from './sops.ts'

/** The call of the provider that an entry names. */
export function buildCall(entry: SecretEntry, resolve: (path: string) => string): ProviderCall {
  switch (entry.provider) {
    case 'infisical':
      return infisical(entry, resolve)
    case 'sops':
      return sops(entry, resolve)
    case '1password':
      return onePassword(entry, resolve)
    case 'command':
      return command(entry, resolve)
  }
}
