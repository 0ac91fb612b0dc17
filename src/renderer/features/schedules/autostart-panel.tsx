import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Power } from 'lucide-react'
import { useState } from 'react'
import { describeAutostart } from '../../../shared/autostart-words.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, Panel } from '../../ui/surface.tsx'
import { AutostartDialog } from './autostart-dialog.tsx'

/** Whether Switchyard opens by itself at login or boot, and the way to change that. */
export function AutostartPanel() {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const { data: status, error } = useQuery(orpc.autostart.status.queryOptions({ retry: false }))
  const [isOpen, setOpen] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: orpc.autostart.status.queryKey() })
  const disable = useMutation(orpc.autostart.disable.mutationOptions({ onSettled: refresh }))
  const done = disable.data?.done ?? []
  return (
    <Panel
      title="Open at login or boot"
      end={
        status?.unavailable === null && (
          <>
            {status.wish !== null && (
              <Button size="small" isBusy={disable.isPending} onClick={() => disable.mutate({})}>
                Turn off
              </Button>
            )}
            <Button size="small" icon={<Power size={14} aria-hidden />} onClick={() => setOpen(true)}>
              {status.wish === null ? 'Turn on…' : 'Change…'}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-1 border-t border-line px-3 py-3">
        {!status && error === null && <Bones rows={1} />}
        {status &&
          describeAutostart(status).map(({ text, isWarning }) =>
            isWarning ? (
              <Caution key={text}>{text}</Caution>
            ) : (
              <p key={text} className="text-12 break-words text-ink-2">
                {text}
              </p>
            ),
          )}
        {status?.wish === null &&
          done.map((sentence) => (
            <p key={sentence} className="text-12 break-words text-ink-3">
              {sentence}
            </p>
          ))}
        {(error ?? disable.error) !== null && <ProblemView problems={problemsOf(error ?? disable.error)} />}
      </div>
      {isOpen && <AutostartDialog onClose={() => setOpen(false)} onEnabled={() => void refresh()} />}
    </Panel>
  )
}
