/** What a structured line says, by name; null for a line that is no JSON object. Text only, and not more than a person reads. */
export function readFields(text: string): readonly (readonly [name: string, value: string])[] | null {
  if (!/^\s*\{/.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const fields = flatten(value as Record<string, unknown>, '', 0)
    return fields.length > mostFields
      ? [...fields.slice(0, mostFields), ['…', `${fields.length - mostFields} more`]]
      : fields
  } catch {
    return null
  }
}

const mostFields = 60
const deepest = 3

function flatten(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
): [string, string][] {
  return Object.entries(value).flatMap(([name, each]): [string, string][] => {
    const path = `${prefix}${name}`
    if (typeof each === 'string') return [[path, each]]
    if (typeof each === 'object' && each !== null && !Array.isArray(each) && depth < deepest)
      return flatten(each as Record<string, unknown>, `${path}.`, depth + 1)
    return [[path, JSON.stringify(each)]]
  })
}
