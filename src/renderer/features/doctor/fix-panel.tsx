import { Check, Copy, Wrench } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Link } from 'wouter'
import type { Finding, FixChanges } from '../../../shared/doctor.ts'
import { formatPlace } from '../../../shared/format.ts'
import { stackPath } from '../../../shared/page-paths.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { KeyValues } from '../../ui/surface.tsx'
import { commandsOf, restartsOf } from './commands.ts'
import { CommandView } from './command-view.tsx'
import { DiffView } from './diff-view.tsx'
import { Words } from '../../ui/words.tsx'

/** What a fix will do, before it is done; for a finding without one, what the operator can do. */
export function FixPanel({
  finding,
  isFixing,
  error,
  applyRef,
  onApply,
}: {
  readonly finding: Finding
  readonly isFixing: boolean
  readonly error: unknown
  readonly applyRef: Ref<HTMLButtonElement>
  readonly onApply: () => void
}) {
  const { changes, fix, message, advice } = finding
  const commands = commandsOf(finding)
  return (
    <>
      <Section>
        <span className="text-12 text-ink-3">{changes ? 'What Fix will do' : 'What you can do'}</span>
        <h2 className="-mt-1.5 text-15 break-words">
          <Words>{message}</Words>
        </h2>
        <p className="break-words text-ink-2">
          <Words>{changes?.summary ?? advice ?? 'There is no advice for this one yet.'}</Words>
        </p>
        {!changes && <Where finding={finding} />}
      </Section>
      {changes && (
        <>
          <FixChangesView changes={changes} commands={commands} />
          <Section>
            <KeyValues
              rows={[
                ...(fix ? [['Restarts', restartsOf(fix)] as const] : []),
                ['Undo', <Words key="undo">{changes.undo}</Words>],
              ]}
            />
            {error !== null && (
              <div className="-mx-4">
                <ProblemView problems={problemsOf(error)} />
              </div>
            )}
            <div className="flex flex-wrap gap-2">
              <Button
                ref={applyRef}
                kind="primary"
                icon={<Wrench size={16} aria-hidden />}
                isBusy={isFixing}
                onClick={onApply}
              >
                Apply fix
              </Button>
              {commands.length > 0 && <CopyCommands commands={commands} />}
            </div>
          </Section>
        </>
      )}
    </>
  )
}

function Where({ finding: { stack, place } }: { readonly finding: Finding }) {
  const rows = [
    ...(stack === undefined
      ? []
      : ([
          [
            'Stack',
            <Link key="stack" href={stackPath(stack)} className="underline underline-offset-2">
              {stack}
            </Link>,
          ],
        ] as const)),
    ...(place
      ? ([
          [
            'Where',
            <span key="place" className="numeric break-all">
              {formatPlace(place)}
            </span>,
          ],
        ] as const)
      : []),
  ]
  return rows.length > 0 && <KeyValues rows={rows} />
}

/** The files and the commands of a fix. */
export function FixChangesView({
  changes,
  commands,
}: {
  readonly changes: FixChanges
  readonly commands: readonly string[]
}) {
  return (
    <Section>
      {changes.files.length > 0 && <h2>Changes</h2>}
      {changes.files.map((file) => (
        <DiffView key={file.file} change={file} />
      ))}
      {commands.length > 0 && (
        <>
          <h2>
            {changes.command === null ? 'The same by hand' : changes.files.length > 0 ? 'Then' : 'Command'}
          </h2>
          <CommandView commands={commands} />
        </>
      )}
    </Section>
  )
}

function CopyCommands({ commands }: { readonly commands: readonly string[] }) {
  const { outcome, copy } = useCopy()
  return (
    <Button
      icon={outcome === 'copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      onClick={() => copy(`${commands.join('\n')}\n`)}
    >
      {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused' : 'Copy commands'}
    </Button>
  )
}

function Section({ children }: { readonly children: ReactNode }) {
  return <div className="grid gap-3 border-b border-line p-4 last:border-b-0">{children}</div>
}
