import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatCommand } from '../../../shared/format.ts'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Bones } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'

/** Shows the unit and the commands before anything is written; says what was done then. */
export function AutostartDialog({
  onClose,
  onEnabled,
}: {
  readonly onClose: () => void
  readonly onEnabled: () => void
}) {
  const { dir, environment, profiles } = useSelection()
  const [when, setWhen] = useState<'login' | 'boot'>('login')
  const [startLab, setStartLab] = useState(false)
  const orpc = useOrpc()
  const wish = { dir, environment: environment ?? null, profiles: [...(profiles ?? [])], when, startLab }
  const plan = useQuery(orpc.autostart.plan.queryOptions({ input: wish, retry: false }))
  const enable = useMutation(orpc.autostart.enable.mutationOptions({ onSettled: onEnabled }))
  const error = enable.error ?? plan.error
  return (
    <Dialog
      title="Open at login or boot"
      description="A systemd user unit keeps Switchyard open, so that schedules are carried out and alerts are sent."
      isOpen
      onClose={onClose}
      width={720}
      footer={
        enable.data ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              kind="primary"
              disabled={!plan.data}
              isBusy={enable.isPending}
              onClick={() => enable.mutate(wish)}
            >
              Write and start
            </Button>
          </>
        )
      }
    >
      {enable.data ? (
        <ul className="grid gap-1 text-ink-2">
          {enable.data.done.map((sentence) => (
            <li key={sentence} className="break-words">
              {sentence}
            </li>
          ))}
        </ul>
      ) : (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center gap-4">
            <Segmented
              label="When"
              value={when}
              options={[
                { value: 'login', label: 'At login' },
                { value: 'boot', label: 'At boot' },
              ]}
              onChange={setWhen}
            />
            <span className="flex items-center gap-2">
              <Switch label="Start the lab" isOn={startLab} onChange={setStartLab} />
              <span aria-hidden>Start the lab, in its order, once after each boot</span>
            </span>
          </div>
          {error !== null && <ProblemView problems={problemsOf(error)} />}
          {plan.data ? (
            <>
              {plan.data.notes.map((note) => (
                <p key={note} className="text-ink-2">
                  {note}
                </p>
              ))}
              <p className="text-12 break-all text-ink-3">{plan.data.file}</p>
              <pre
                tabIndex={0}
                aria-label="The unit"
                className="numeric overflow-auto rounded-4 border border-line bg-well px-2 py-1 text-12/[17px]"
              >
                {`${plan.data.text}\n${plan.data.commands.map((command) => `$ ${formatCommand(command)}`).join('\n')}`}
              </pre>
            </>
          ) : (
            error === null && <Bones />
          )}
        </div>
      )}
    </Dialog>
  )
}
