import type { EnvironmentVariable } from '../../../shared/detail.ts'
import { shortPath } from '../../ui/places.ts'

/** More than so many fold. */
const folded = 17

export interface Variables {
  readonly rows: readonly EnvironmentVariable[]
  /** How many more there are below the fold. */
  readonly hidden: number
  readonly found: number
  readonly total: number
  readonly secrets: number
}

/** What the table shows: the service's own first, then what the image brings. Secrets are found by name only. */
export function arrangeVariables(
  variables: readonly EnvironmentVariable[],
  { text, isExpanded }: { readonly text: string; readonly isExpanded: boolean },
): Variables {
  const wanted = text.trim().toLowerCase()
  const sorted = variables.toSorted((a, b) => Number(a.from === 'image') - Number(b.from === 'image'))
  const found = sorted.filter(
    ({ name, value }) =>
      name.toLowerCase().includes(wanted) || (value?.toLowerCase().includes(wanted) ?? false),
  )
  // One that folds away alone takes the line that it saves.
  const isWhole = isExpanded || wanted !== '' || found.length <= folded + 1
  const rows = isWhole ? found : found.slice(0, folded)
  return {
    rows,
    hidden: found.length - rows.length,
    found: found.length,
    total: variables.length,
    secrets: variables.filter(({ isSecret }) => isSecret).length,
  }
}

/** Where a value comes from: a file with its line, or who says it. */
export function describeOrigin(
  { from, place }: EnvironmentVariable,
  dir: string,
): { readonly file: string; readonly line: number | null } {
  if (place) return { file: shortPath(place.file, dir), line: place.line ?? null }
  return {
    file: { compose: 'Compose', env_file: 'env file', shell: 'shell', image: 'image' }[from],
    line: null,
  }
}
