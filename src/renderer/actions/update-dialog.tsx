import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatCount, formatServiceRef } from '../../shared/format.ts'
import { describeReplace, formatDigest } from '../../shared/update-words.ts'
import { problemsOf } from '../bridge/problems.ts'
import { useOrpc } from '../bridge/use-bridge.tsx'
import { Button } from '../ui/button.tsx'
import { Caution } from '../ui/caution.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones } from '../ui/surface.tsx'
import { TypedName } from '../ui/typed-name.tsx'
import { useSelection } from './selection.tsx'

/** An update before it is done. */
export interface UpdateAsked {
  readonly targets: readonly string[]
  /** Id of an image to go back to; null for the newest. */
  readonly to: string | null
  /** Those of the targets that are always-on; the first name must be typed. */
  readonly alwaysOn: readonly string[]
  readonly onConfirm: () => void
}

/** Shows what an update would replace, as the plan says it. */
export function UpdateDialog({
  asked,
  onClose,
}: {
  readonly asked: UpdateAsked
  readonly onClose: () => void
}) {
  const { targets, to, alwaysOn, onConfirm } = asked
  const selection = useSelection()
  const orpc = useOrpc()
  const [typed, setTyped] = useState('')
  const plan = useQuery(
    orpc.runs.plan.queryOptions({
      input: {
        ...selection,
        profiles: [...selection.profiles],
        kind: 'update',
        targets: [...targets],
        includeAlwaysOn: alwaysOn.length > 0,
        update: { to },
      },
      retry: false,
      gcTime: 0,
      staleTime: 0,
    }),
  )
  const replaces = plan.data?.steps.filter((step) => step.kind === 'replace') ?? []
  const expected = alwaysOn[0] ?? ''
  const mayGo = replaces.length > 0 && (alwaysOn.length === 0 || typed.trim() === expected)
  const go = () => {
    onClose()
    onConfirm()
  }
  const what = targets.length === 0 ? 'the lab' : targets.join(', ')
  return (
    <Dialog
      title={to === null ? `Update ${what}?` : `Take ${what} back to ${formatDigest(to)}?`}
      description="Everything is pulled and built first. A service that does not get ready is put back as it was."
      isOpen
      onClose={onClose}
      width={640}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!mayGo} onClick={go}>
            {to === null ? `Update ${formatCount(replaces.length, 'service')}` : 'Go back'}
          </Button>
        </>
      }
    >
      {plan.isPending && <Bones rows={2} />}
      {plan.isError && <ProblemView problems={problemsOf(plan.error)} />}
      {plan.isSuccess && replaces.length === 0 && (
        <p className="text-ink-2">Every image is the newest one; there is nothing to do.</p>
      )}
      {replaces.length > 0 && (
        <ul aria-label="What is replaced" className="grid gap-1.5">
          {replaces.map((step) => (
            <li key={step.id} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 text-12">
              <span className="numeric min-w-0 break-words">{formatServiceRef(step.service)}</span>
              <span className="min-w-0 break-words text-ink-2">{describeReplace(step)}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-3 grid gap-1">
        {(plan.data?.warnings ?? []).map((warning) => (
          <Caution key={warning}>{warning}</Caution>
        ))}
      </div>
      {alwaysOn.length > 0 && (
        <div className="mt-4 grid gap-1.5">
          <p>It is always-on and is down for a moment.</p>
          <TypedName name={expected} value={typed} onChange={setTyped} onEnter={() => mayGo && go()} />
        </div>
      )}
    </Dialog>
  )
}
