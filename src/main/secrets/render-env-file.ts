/** How a file begins that Switchyard has written: what does not begin so is somebody else's. */
export const writtenMark = '# Written by Switchyard from '

/** An env file of these variables, which Compose reads as exactly these values. */
export function renderEnvFile(values: ReadonlyMap<string, string>): string {
  return [...values].map(([name, value]) => `${name}=${quote(value)}\n`).join('')
}

/** Compose puts variables into what stands bare or in double quotes, and ends a bare value at ` #`. */
function quote(value: string): string {
  if (/^[\w@%+,./:=-]*$/.test(value)) return value
  const escaped = value
    .replaceAll(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `"${escaped}"`
}
