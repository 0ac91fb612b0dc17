import { useQuery } from '@tanstack/react-query'
import {
  describeChange,
  describeDifferences,
  describeRunning,
  environmentName,
} from '../../shared/environment-words.ts'
import type { EnvironmentSwitch, ServiceChange } from '../../shared/environments.ts'
import { formatCount, formatList, formatServiceRef } from '../../shared/format.ts'
import { problemsOf } from '../bridge/problems.ts'
import { useOrpc } from '../bridge/use-bridge.tsx'
import { Button } from '../ui/button.tsx'
import { Caution } from '../ui/caution.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones } from '../ui/surface.tsx'
import { useSelection } from './selection.tsx'

/** An environment that is to take the place of what runs. */
export interface SwitchQuestion {
  /** Null for the files as they are. */
  readonly environment: string | null
  readonly onConfirm: () => void
}

/** Shows what becomes different, as the plan says it, before it is done. */
export function SwitchDialog({
  question: { environment, onConfirm },
  onClose,
}: {
  readonly question: SwitchQuestion
  readonly onClose: () => void
}) {
  const selection = useSelection()
  const orpc = useOrpc()
  const plan = useQuery(
    orpc.runs.plan.queryOptions({
      input: { ...selection, environment, kind: 'switch' },
      retry: false,
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const changes = plan.data?.switch?.services.filter(({ change }) => change !== 'keep') ?? []
  const name = environmentName(environment)
  const profiles = selection.profiles.length === 0 ? '' : `, with profile ${formatList(selection.profiles)}`
  return (
    <Dialog
      title={`Switch to ${name}${profiles}?`}
      description="What is left behind is stopped and removed; what is the same is not touched. Volumes stay."
      isOpen
      onClose={onClose}
      width={680}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!plan.isSuccess || plan.data.steps.length === 0}
            onClick={() => {
              onClose()
              onConfirm()
            }}
          >
            {changes.length === 0 ? 'Switch' : `Switch ${formatCount(changes.length, 'service')}`}
          </Button>
        </>
      }
    >
      {plan.isPending && <Bones rows={4} />}
      {plan.isError && <ProblemView problems={problemsOf(plan.error)} />}
      {plan.isSuccess && plan.data.switch && (
        <Preview
          found={plan.data.switch}
          changes={changes}
          warnings={plan.data.warnings}
          dir={selection.dir}
        />
      )}
    </Dialog>
  )
}

function Preview({
  found: { from, services, networks },
  changes,
  warnings,
  dir,
}: {
  readonly found: EnvironmentSwitch
  readonly changes: readonly ServiceChange[]
  readonly warnings: readonly string[]
  readonly dir: string
}) {
  const now = describeRunning(from)
  const kept = services.length - changes.length
  return (
    <div className="grid gap-3">
      <p>{now === null ? 'Nothing of it runs now.' : `Now runs ${now}.`}</p>
      {warnings.map((warning) => (
        <Caution key={warning}>{warning}</Caution>
      ))}
      {changes.length > 0 && (
        <ul aria-label="What becomes different" className="grid gap-2">
          {changes.map((change) => (
            <li key={`${formatServiceRef(change.service)} ${change.change} ${change.project.before}`}>
              <p>
                <span className="numeric">{formatServiceRef(change.service)}</span>{' '}
                <span className="text-ink-2">{describeChange(change)}</span>
              </p>
              {change.change !== 'remove' && (
                <ul className="text-12 text-ink-2">
                  {describeDifferences(change, dir).map((words) => (
                    <li key={words} className="pl-3 [overflow-wrap:anywhere]">
                      {words}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="text-12 text-ink-2">
        {[
          ...(changes.length === 0 ? ['It runs already as it should.'] : []),
          ...(kept > 0 ? [`${formatCount(kept, 'service')} ${kept === 1 ? 'is' : 'are'} not touched.`] : []),
          ...(networks.created.length > 0 ? [`Networks made: ${networks.created.join(', ')}.`] : []),
          ...(networks.removedOf.length > 0
            ? [`Networks removed: those of project ${formatList(networks.removedOf)}.`]
            : []),
        ].join(' ')}
      </p>
    </div>
  )
}
