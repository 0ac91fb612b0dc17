import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { formatCommand } from '../../../shared/format.ts'
import type { HostAction, HostActionPreview } from '../../../shared/host.ts'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Bones } from '../../ui/surface.tsx'
import { Command } from './controls-panel.tsx'
import { describeAction } from './controls.ts'

/** Says what an action would do, what may go wrong and how it goes back, before it is done. */
export function ActionDialog({
  action,
  onClose,
}: {
  readonly action: HostAction
  readonly onClose: () => void
}) {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const toast = useToast()
  const preview = useQuery(orpc.host.preview.queryOptions({ input: action, staleTime: 0, gcTime: 0 }))
  const act = useMutation(
    orpc.host.act.mutationOptions({
      onSuccess: ({ done }) => {
        toast({ state: 'done', text: done.join(' ') })
        onClose()
      },
      onSettled: () => queries.invalidateQueries({ queryKey: orpc.host.audit.key() }),
    }),
  )
  const { title, button } = describeAction(action)
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>{act.isPending ? 'Close' : 'Cancel'}</Button>
          <Button
            kind="primary"
            isBusy={act.isPending}
            disabled={!preview.isSuccess}
            onClick={() => act.mutate(action)}
          >
            {button}
          </Button>
        </>
      }
    >
      {preview.isPending && <Bones rows={3} />}
      {preview.isError && <ProblemView problems={problemsOf(preview.error)} />}
      {preview.isSuccess && <PreviewView preview={preview.data} />}
      {act.isError && <ProblemView problems={problemsOf(act.error)} />}
    </Dialog>
  )
}

function PreviewView({ preview: { does, risks, undo, command } }: { readonly preview: HostActionPreview }) {
  return (
    <div className="grid gap-3">
      {does.length === 0 ? (
        <p className="text-ink-2">There is nothing to change.</p>
      ) : (
        <ul aria-label="What it does" className="grid gap-1">
          {does.map((sentence) => (
            <li key={sentence} className="break-words">
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {risks.length > 0 && (
        <ul aria-label="What may go wrong" className="grid gap-1">
          {risks.map((sentence) => (
            <li key={sentence} className="flex gap-2 text-ink-2">
              <span className="mt-0.5">
                <Signal state="warning" label="caution" size={14} />
              </span>
              <span className="min-w-0 break-words">{sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {undo !== null && <p className="text-12 text-ink-3">How it goes back: {undo}</p>}
      <div>
        <p className="mb-1 text-12 text-ink-3">The command</p>
        <Command text={formatCommand(command)} />
      </div>
    </div>
  )
}
