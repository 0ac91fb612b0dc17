import { useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { formatCommand } from '../../../shared/format.ts'
import { isNothingToDo } from '../../../shared/secrets-words.ts'
import { listGpuHolders } from '../../../shared/gpu-words.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { PlanView } from './plan-view.tsx'

/** What Start everything would do, before it is done. */
export function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const selection = useSelection()
  const orpc = useOrpc()
  const { start } = useRunActions()
  const [replacesGpu, setReplacesGpu] = useState(false)
  const input = { ...selection, kind: 'start' as const, ...(replacesGpu ? { replacesGpu } : {}) }
  const plan = useQuery(orpc.runs.plan.queryOptions({ input, staleTime: 0, gcTime: 0 }))
  const commands = plan.data?.steps.map(({ command }) => formatCommand(command)).join('\n') ?? ''
  return (
    <Dialog
      title="What Start everything would do"
      description="In this order, each as soon as what it waits for holds. Nothing is done yet."
      isOpen
      onClose={onClose}
      width={860}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="primary"
            disabled={!plan.isSuccess || isNothingToDo(plan.data)}
            icon={<Play size={16} aria-hidden />}
            onClick={() => {
              onClose()
              start([], replacesGpu ? { replacesGpu } : {})
            }}
          >
            Start everything
          </Button>
        </>
      }
    >
      {plan.isPending && <Bones rows={6} />}
      {plan.isError && <ProblemView problems={problemsOf(plan.error)} />}
      {plan.isSuccess && (
        <>
          {commands !== '' && (
            <p className="flex items-center gap-1 text-12 text-ink-3">
              All commands
              <CopyButton text={commands} label="Copy all commands" />
            </p>
          )}
          {listGpuHolders(plan.data).length > 0 && (
            <p className="flex items-center gap-2 py-2">
              <Switch label="Replace who holds the GPU" isOn={replacesGpu} onChange={setReplacesGpu} />
              <span aria-hidden>Replace who holds the GPU, instead of waiting</span>
            </p>
          )}
          <PlanView plan={plan.data} />
        </>
      )}
    </Dialog>
  )
}
