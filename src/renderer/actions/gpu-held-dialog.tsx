import { describeGpuWay, describeReplacement, listGpuHolders } from '../../shared/gpu-words.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { Plan } from '../../shared/plan.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** A run waits for a GPU that somebody holds: whether it shall go on waiting, or replace whoever that is. */
export function GpuHeldDialog({
  plan,
  onReplace,
  onClose,
}: {
  readonly plan: Plan
  readonly onReplace: () => void
  readonly onClose: () => void
}) {
  const waiting = plan.steps.flatMap((step) => (step.kind === 'gpu' && step.holders.length > 0 ? [step] : []))
  return (
    <Dialog
      title="The GPU is held"
      description="The start waits until it is given back. It can be replaced instead."
      isOpen
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>Keep waiting</Button>
          <Button
            kind="primary"
            onClick={() => {
              onClose()
              onReplace()
            }}
          >
            Replace
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {waiting.map((step) => (
          <div key={step.id}>
            <p className="font-medium">{formatServiceRef(step.service)} waits</p>
            {describeGpuWay(step).map((words) => (
              <p key={words} className="break-words text-ink-2">
                {words}
              </p>
            ))}
          </div>
        ))}
        <ul aria-label="What replacing does" className="grid gap-1">
          {listGpuHolders(plan).map((holder) => (
            <li key={formatServiceRef(holder.service)} className="break-words">
              {describeReplacement(holder)}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
