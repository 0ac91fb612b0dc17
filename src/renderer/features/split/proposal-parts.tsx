import { besideName } from '../../../shared/move-in-words.ts'
import { formatPlace } from '../../../shared/format.ts'
import type { SplitProposal } from '../../../shared/move-in.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { Ports } from './ports.tsx'

/** What crosses between the stacks, what Compose says, and every file. */
export function ProposalParts({ proposal }: { readonly proposal: SplitProposal }) {
  const { crossings, notes, conflicts, differences, ports, files, into } = proposal
  const path = (file: string) => (file.startsWith(`${into}/`) ? file.slice(into.length + 1) : file)
  return (
    <>
      {conflicts.map(({ resource, places, ways }) => (
        <Panel key={resource} title={`${resource} conflicts with what include: brings`}>
          <ul className="border-t border-line px-3 py-2">
            {places.map((place) => (
              <li key={formatPlace(place)} className="numeric text-12 break-all text-ink-2">
                {formatPlace(place)}
              </li>
            ))}
          </ul>
          <ol className="grid list-decimal gap-2 px-3 pb-3 pl-8">
            {ways.map(({ title, text }) => (
              <li key={title}>
                <p className="text-ink-2">{title}</p>
                <Code label={title} text={text} />
              </li>
            ))}
          </ol>
        </Panel>
      ))}
      {differences !== null && (
        <div className="flex gap-2">
          <Signal state={differences.some(({ why }) => why === null) ? 'failed' : 'done'} label="Compared" />
          <div className="min-w-0">
            <p>
              {differences.length === 0
                ? 'Compose resolves the new files to the same services as the old one.'
                : 'Compose resolves the new files to the same services, but for this:'}
            </p>
            <ul className="text-12 text-ink-2">
              {differences.map(({ what, why }) => (
                <li key={what}>
                  {what} {why}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {crossings.length > 0 && (
        <Panel title="What crosses" end={<span className="numeric">{crossings.length}</span>}>
          <ul aria-label="What crosses">
            {crossings.map(({ what, done, place }) => (
              <li
                key={what}
                className="grid gap-x-4 border-t border-line px-3 py-1.5 text-12 min-[900px]:grid-cols-2"
              >
                <p className="min-w-0 break-words">
                  {what}
                  {place && <span className="numeric ml-2 text-ink-3">{path(formatPlace(place))}</span>}
                </p>
                <p className="min-w-0 break-words text-ink-2">{done}</p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {notes.length > 0 && (
        <Panel title="To know">
          <ul className="grid gap-1 border-t border-line px-3 py-2 text-12 text-ink-2">
            {notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {ports.length > 0 && <Ports title={`Ports in the environment ${besideName}`} ports={ports} />}
      {files.length > 0 && (
        <Panel title="Files" end={into}>
          {files.map(({ file, text, exists }) => (
            <details key={file} className="border-t border-line px-3 py-1.5">
              <summary className="text-12">
                <span className="numeric">{path(file)}</span>
                {exists && <span className="ml-2 text-12 text-failed-ink">is there already</span>}
              </summary>
              <Code label={path(file)} text={text} />
            </details>
          ))}
        </Panel>
      )}
    </>
  )
}

function Code({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div className="relative mt-2">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="numeric max-h-80 overflow-auto rounded-6 border border-line bg-well px-3 py-2 text-12/5"
      >
        {text}
      </pre>
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  )
}
