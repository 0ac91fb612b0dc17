import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'

/** Shows what would be written before it is. */
export function WriteFileDialog({ dir, onClose }: { readonly dir: string; readonly onClose: () => void }) {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const toast = useToast()
  const draft = useQuery(orpc.labs.init.queryOptions({ input: { dir, dryRun: true }, staleTime: 0 }))
  const write = useMutation(
    orpc.labs.init.mutationOptions({
      onSuccess: ({ file }) => {
        toast({ state: 'done', text: `Wrote ${file ?? 'nothing'}.` })
        onClose()
        return queries.invalidateQueries({ queryKey: orpc.labs.describe.key() })
      },
    }),
  )
  const error = draft.error ?? write.error
  return (
    <Dialog
      title="Write switchyard.yaml"
      description="It says what was found, with comments. From then on it decides, and you can change it."
      isOpen
      width={720}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!draft.data}
            isBusy={write.isPending}
            onClick={() => write.mutate({ dir })}
          >
            Write it
          </Button>
        </>
      }
    >
      {draft.isPending && <Bones rows={5} />}
      {error && <ProblemView problems={problemsOf(error)} />}
      {draft.data && (
        <div className="relative">
          <pre
            tabIndex={0}
            aria-label="The text of switchyard.yaml"
            className="max-h-[46vh] overflow-auto rounded-6 bg-well p-3 font-mono text-12"
          >
            {draft.data.text}
          </pre>
          <span className="absolute top-1 right-3">
            <CopyButton text={draft.data.text} label="Copy the text" />
          </span>
        </div>
      )}
    </Dialog>
  )
}
