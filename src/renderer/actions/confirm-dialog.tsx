import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemsOf } from '../bridge/problems.ts'
import { useOrpc } from '../bridge/use-bridge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones } from '../ui/surface.tsx'
import { TypedName } from '../ui/typed-name.tsx'
import { useSelection } from './selection.tsx'

/** Something that destroys, or touches what is always-on, before it is done. */
export interface Confirmation {
  readonly kind: 'stop' | 'restart' | 'down'
  readonly targets: readonly string[]
  /** Of a restart: containers are made anew. */
  readonly isClean?: boolean
  /** Those of the targets that are always-on; their names must be typed. */
  readonly alwaysOn: readonly string[]
  readonly onConfirm: () => void
}

/** Names what will be stopped or removed, as the plan says it. */
export function ConfirmDialog({
  confirmation,
  onClose,
}: {
  readonly confirmation: Confirmation
  readonly onClose: () => void
}) {
  const { kind, targets, alwaysOn, onConfirm, isClean = false } = confirmation
  const selection = useSelection()
  const orpc = useOrpc()
  const [typed, setTyped] = useState('')
  const includeAlwaysOn = alwaysOn.length > 0
  const plan = useQuery(
    orpc.runs.plan.queryOptions({
      input: { ...selection, kind, targets: [...targets], includeAlwaysOn, clean: isClean },
      retry: false,
    }),
  )
  const stops = plan.data?.steps.filter((step) => step.kind === 'stop') ?? []
  const removes = plan.data?.steps.filter((step) => step.kind === 'remove') ?? []
  const takesAway = kind === 'down' || isClean
  const services = takesAway ? removes : stops
  const verb = isClean ? 'Make anew' : takesAway ? 'Remove' : 'Stop'
  const thing = takesAway ? 'container' : 'service'
  const what = targets.length === 0 ? 'the whole lab' : targets.join(', ')
  const expected = alwaysOn[0] ?? ''
  const mayGo = plan.isSuccess && (alwaysOn.length === 0 || typed.trim() === expected)
  const go = () => {
    onClose()
    onConfirm()
  }
  return (
    <Dialog
      title={`${verb} ${what}?`}
      description={
        isClean
          ? 'The containers are removed with what is in them and with their anonymous volumes, and made again. Volumes that have a name stay.'
          : kind === 'down'
            ? 'The containers and their networks are removed. Volumes stay, and so does what is in them.'
            : 'This stack is always-on: other stacks may need it.'
      }
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" disabled={!mayGo} onClick={go}>
            {`${verb} ${services.length} ${services.length === 1 ? thing : `${thing}s`}`}
          </Button>
        </>
      }
    >
      {plan.isPending && <Bones rows={2} />}
      {plan.isError && <ProblemView problems={problemsOf(plan.error)} />}
      <ul className="grid gap-1">
        {services.map((step) => (
          <li key={step.id} className="numeric text-12 text-ink-2">
            {step.service.stack}/{step.service.service}
          </li>
        ))}
      </ul>
      {plan.isSuccess && services.length === 0 && <p className="text-ink-2">Nothing of it is there.</p>}
      {alwaysOn.length > 0 && (
        <div className="mt-4">
          <TypedName name={expected} value={typed} onChange={setTyped} onEnter={() => mayGo && go()} />
        </div>
      )}
    </Dialog>
  )
}
