export type Mapping = Readonly<Record<string, unknown>>

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Nothing is an empty list, and a single value a list of one. */
export function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

export function strings(value: unknown): readonly string[] {
  return toList(value).filter((entry) => typeof entry === 'string')
}
