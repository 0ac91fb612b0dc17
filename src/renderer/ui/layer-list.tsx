import type { LayerChanges } from '../../shared/detail.ts'
import { CopyButton } from './copy-button.tsx'
import { placeToCopy, shortPath, shortPlace } from './places.ts'

/** What each file changes of what the files before it say: before, after, and where. */
export function LayerList({
  layers,
  dir,
}: {
  readonly layers: readonly LayerChanges[]
  readonly dir: string
}) {
  if (layers.every(({ changes }) => changes.length === 0)) {
    return <p className="px-3 pb-3 text-12 text-ink-2">One file says it all; nothing changes it.</p>
  }
  return (
    <div className="grid gap-3 pb-3">
      {layers.map(({ file, changes }) => (
        <section key={file} aria-label={`Changes of ${shortPath(file, dir)}`}>
          <h3 className="border-y border-line bg-raised px-3 py-1 text-12 font-medium break-all">
            {shortPath(file, dir)}
          </h3>
          {changes.length === 0 && <p className="px-3 py-1 text-12 text-ink-3">Changes nothing here.</p>}
          <ul>
            {changes.map(({ path, before, after, place }, index) => (
              <li key={index} className="grid gap-0.5 border-b border-line px-3 py-1.5 text-12 last:border-0">
                <div className="flex min-h-6 items-center gap-2">
                  <span className="numeric min-w-0 font-medium break-all">{path}</span>
                  {place && (
                    <span className="ml-auto flex shrink-0 items-center text-ink-3">
                      <span className="numeric">{shortPlace(place, dir)}</span>
                      <CopyButton text={placeToCopy(place)} label={`Copy place ${placeToCopy(place)}`} />
                    </span>
                  )}
                </div>
                <Value word="was" text={before} missing="not there" />
                <Value word="is" text={after} missing="taken away" />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Value({
  word,
  text,
  missing,
}: {
  readonly word: string
  readonly text: string | null
  readonly missing: string
}) {
  return (
    <p className="flex gap-2">
      <span className="w-7 shrink-0 text-ink-3">{word}</span>
      {text === null ? (
        <span className="text-ink-3">{missing}</span>
      ) : (
        <span className={`numeric min-w-0 break-words ${word === 'was' ? 'text-ink-2' : ''}`}>{text}</span>
      )}
    </p>
  )
}
