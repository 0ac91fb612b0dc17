import type { FixChanges } from '../../../shared/doctor.ts'
import { diffLines, type DiffLine } from './line-diff.ts'

const signs = { same: ' ', added: '+', removed: '-' } as const
const looks = {
  same: 'text-ink-2',
  added: 'bg-overlay font-medium light:bg-line',
  removed: 'text-ink-3',
} as const
const words = { same: '', added: 'added: ', removed: 'removed: ' } as const

/** What happens to one file, line by line. */
export function DiffView({ change }: { readonly change: FixChanges['files'][number] }) {
  const pieces = diffLines(change.before, change.after)
  return (
    <figure className="grid gap-1.5">
      <figcaption className="flex items-baseline gap-2">
        <span className="numeric min-w-0 text-12 break-all text-ink-2">{change.file}</span>
        {change.before === null && <span className="ml-auto shrink-0 text-12 text-ink-3">new file</span>}
      </figcaption>
      <div
        tabIndex={0}
        role="region"
        aria-label={`Changes in ${change.file}`}
        className="numeric max-h-80 overflow-auto rounded-6 border border-line bg-well py-1.5 text-12/5"
      >
        {pieces.length === 0 && <p className="px-3 text-ink-3">An empty file.</p>}
        {pieces.map((piece, index) => (
          <div
            key={index}
            className={`w-max min-w-full ${index > 0 ? 'mt-1.5 border-t border-line pt-1.5' : ''}`}
          >
            {piece.map((line) => (
              <Line key={`${line.before}-${line.after}`} line={line} />
            ))}
          </div>
        ))}
      </div>
    </figure>
  )
}

function Line({ line }: { readonly line: DiffLine }) {
  return (
    <p className={`pr-3 whitespace-pre ${looks[line.kind]}`}>
      <span className="inline-block w-10 pr-3 text-right text-ink-3 select-none">
        {line.after ?? line.before}
      </span>
      <span aria-hidden className="select-none">
        {signs[line.kind]}{' '}
      </span>
      {line.kind !== 'same' && <span className="sr-only">{words[line.kind]}</span>}
      {line.text}
    </p>
  )
}
