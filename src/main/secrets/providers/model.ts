import type { SecretEntry } from '../../lab/switchyard-file/schema-secrets.ts'

/** How a provider is asked. */
export interface ProviderCall {
  /** The program and its arguments. No shell reads them, and no secret is among them: every user can read a command line. */
  readonly command: readonly string[]
  /** What it prints. */
  readonly format: 'dotenv' | 'json'
}

/** Builds the call for an entry of `switchyard.yaml`; `resolve` makes a path of the file absolute. Pure. */
export type Provider<Name extends SecretEntry['provider']> = (
  entry: Extract<SecretEntry, { provider: Name }>,
  resolve: (path: string) => string,
) => ProviderCall
