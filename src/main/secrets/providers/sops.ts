import type { Provider } from './model.ts'

/**
 * `sops --decrypt`, which old and new versions know; the kind of the file is told by its name. JSON, because its dotenv output
 * has no quotes, so that a `$` or ` #` in a value would be read as something else.
 * Source: getsops.io/docs; getsops/sops issues 1435 (escapes in dotenv) and 1112 (kinds by name).
 */
export const sops: Provider<'sops'> = ({ file }, resolve) => ({
  command: ['sops', '--decrypt', '--output-type', 'json', resolve(file)],
  format: 'json',
})
