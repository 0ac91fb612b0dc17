import { dashes } from './elements.ts'
import { describeKind } from './filter.ts'
import type { LabMap, LineKind } from './lab-map.ts'

const kinds: readonly LineKind[] = ['ready', 'started', 'completed', 'order']
const words: Record<LineKind, string> = {
  ready: `waits ${describeKind('ready')}`,
  started: `waits ${describeKind('started')}`,
  completed: `waits ${describeKind('completed')}`,
  order: 'order of folders',
}

/** What the lines of this map mean; kinds that it has none of are left out. */
export function Legend({ map }: { readonly map: LabMap }) {
  const used = new Set([...map.lines, ...map.stackLines].map(({ kind }) => kind))
  if (used.size === 0) return null
  return (
    <ul className="flex gap-4 rounded-6 border border-line bg-surface px-3 py-1 text-11 whitespace-nowrap text-ink-2">
      {kinds
        .filter((kind) => used.has(kind))
        .map((kind) => (
          <li key={kind} className="flex items-center gap-2">
            <svg
              aria-hidden
              width="28"
              height="4"
              className="stroke-ink-3"
              strokeWidth="1.5"
              strokeLinecap="round"
            >
              <path d="M1 2h26" strokeDasharray={dashes[kind]} />
            </svg>
            {words[kind]}
          </li>
        ))}
    </ul>
  )
}
