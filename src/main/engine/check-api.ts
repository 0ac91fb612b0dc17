import { SwitchyardError } from '../../shared/errors.ts'

/** API 1.44 (engine 25) is the first that joins all networks of a container when it is created. */
const oldestApi = '1.44'

/** Throws ENGINE_TOO_OLD for an engine that Switchyard cannot work with. */
export function checkApi({ engine, api }: { readonly engine: string; readonly api: string }): void {
  if (!isOlder(api, oldestApi)) return
  throw new SwitchyardError(
    'ENGINE_TOO_OLD',
    `Docker Engine ${engine} speaks API ${api}; Switchyard needs ${oldestApi}.`,
    { hint: 'Update the Docker Engine to version 25 or newer.' },
  )
}

/** Compares dotted numbers. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split('.').map(Number)
  const right = than.split('.').map(Number)
  for (const [index, wanted] of right.entries()) {
    const difference = (left[index] ?? 0) - wanted
    if (difference !== 0) return difference < 0
  }
  return false
}
