import { plainWords, safeWebAddress } from './web-address.ts'

/** What the labels of a homepage dashboard say of a service. */
export interface HomepageEntry {
  readonly name: string | null
  readonly url: string | null
  readonly description: string | null
  readonly group: string | null
}

/** Null when there is no such label. Pure. */
export function readHomepage(labels: Readonly<Record<string, string>>): HomepageEntry | null {
  const entry = {
    name: plainWords(labels['homepage.name']),
    url: safeWebAddress(labels['homepage.href'] ?? ''),
    description: plainWords(labels['homepage.description']),
    group: plainWords(labels['homepage.group']),
  }
  return Object.values(entry).every((value) => value === null) ? null : entry
}
