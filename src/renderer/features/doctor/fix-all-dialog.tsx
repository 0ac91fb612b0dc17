import { Wrench } from 'lucide-react'
import type { Finding } from '../../../shared/doctor.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { commandsOf } from './commands.ts'
import { FixChangesView } from './fix-panel.tsx'
import { Words } from '../../ui/words.tsx'

/** What all the fixes will do, before they are done. */
export function FixAllDialog({
  findings,
  onClose,
  onApply,
}: {
  readonly findings: readonly Finding[]
  readonly onClose: () => void
  readonly onApply: () => void
}) {
  return (
    <Dialog
      title={findings.length === 1 ? 'Apply this fix?' : `Apply these ${findings.length} fixes?`}
      description="They are done one after the other, then everything is checked again."
      isOpen
      onClose={onClose}
      width={640}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            kind="primary"
            icon={<Wrench size={16} aria-hidden />}
            onClick={() => {
              onClose()
              onApply()
            }}
          >
            {findings.length === 1 ? 'Apply fix' : `Apply ${findings.length} fixes`}
          </Button>
        </>
      }
    >
      <ol className="grid gap-2">
        {findings.map(
          (finding) =>
            finding.changes && (
              <li key={finding.id} className="min-w-0 rounded-8 border border-line bg-surface">
                <div className="px-4 pt-3">
                  <p className="font-medium break-words">
                    <Words>{finding.changes.summary}</Words>
                  </p>
                  <p className="break-words text-ink-2">
                    Undo: <Words>{finding.changes.undo}</Words>
                  </p>
                </div>
                <FixChangesView changes={finding.changes} commands={commandsOf(finding)} />
              </li>
            ),
        )}
      </ol>
    </Dialog>
  )
}
