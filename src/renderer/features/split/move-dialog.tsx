import { useQuery } from '@tanstack/react-query'
import type { Side } from '../../../shared/move-in-words.ts'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'

/** What is stopped and what is started, before it is done. */
export function MoveDialog({
  to,
  onClose,
  onConfirm,
}: {
  readonly to: Side
  readonly onClose: () => void
  readonly onConfirm: (hasStop: boolean) => void
}) {
  const { dir } = useSelection()
  const orpc = useOrpc()
  const plan = useQuery(
    orpc.moveIn.plan.queryOptions({ input: { dir, to }, retry: false, staleTime: 0, gcTime: 0 }),
  )
  const servicesOf = (part: 'stop' | 'start') =>
    (plan.data?.[part]?.steps ?? []).flatMap((step) => (step.kind === part ? [step.service.service] : []))
  const lines = [
    ['Stopped and kept', servicesOf('stop')],
    ['Called otherwise', (plan.data?.renames ?? []).map(({ from, to: name }) => `${from} → ${name}`)],
    ['Started', servicesOf('start')],
  ] as const
  return (
    <Dialog
      title={to === 'new' ? 'Switch over to the new stacks?' : 'Go back to the old containers?'}
      description="No container, volume or file is removed, so the way back stays open."
      isOpen
      onClose={onClose}
      width={560}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!plan.isSuccess}
            onClick={() => {
              onClose()
              onConfirm(plan.data !== undefined && plan.data.stop !== null)
            }}
          >
            {to === 'new' ? 'Switch over' : 'Go back'}
          </Button>
        </>
      }
    >
      {plan.isPending && <Bones rows={3} />}
      {plan.error !== null && <ProblemView problems={problemsOf(plan.error)} />}
      {plan.data && (
        <dl className="grid gap-2">
          {lines.map(([title, names]) =>
            names.length === 0 ? null : (
              <div key={title}>
                <dt className="text-12 text-ink-3">{title}</dt>
                <dd className="break-words">{names.join(', ')}</dd>
              </div>
            ),
          )}
        </dl>
      )}
    </Dialog>
  )
}
