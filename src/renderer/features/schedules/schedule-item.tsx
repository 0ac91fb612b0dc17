import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, Play, Trash2 } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { formatMoment } from '../../../shared/format.ts'
import type { Firing, Schedule } from '../../../shared/schedule.ts'
import { firingWords, formatDue, formatMakeUp, formatSchedule } from '../../../shared/schedule-words.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { leaveField } from '../../ui/leave-field.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal, signalInk } from '../../ui/signal.tsx'
import { Switch } from '../../ui/switch.tsx'

/** A schedule: what and when, its next time, what became of the latest ones, and what can be done with it. */
export function ScheduleItem({
  schedule,
  onEdit,
}: {
  readonly schedule: Schedule
  readonly onEdit: () => void
}) {
  const { dir, name, isPaused, next, zone, zoneInUse, makeUpMinutes, firings } = schedule
  const { when, action, environment, profiles } = schedule
  const definition = { name, when, zone, action, environment, profiles, isPaused, makeUpMinutes }
  const orpc = useOrpc()
  const toast = useToast()
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const options = { onSettled: () => queries.invalidateQueries({ queryKey: orpc.schedules.list.key() }) }
  const pause = useMutation(orpc.schedules.pause.mutationOptions(options))
  const restore = useMutation(orpc.schedules.set.mutationOptions(options))
  const remove = useMutation(
    orpc.schedules.remove.mutationOptions({
      ...options,
      onSuccess() {
        if (document.activeElement instanceof HTMLElement) leaveField(document.activeElement)
        toast({
          state: 'done',
          text: `Removed the schedule ${name}.`,
          action: {
            label: 'Undo',
            onClick: () => restore.mutate({ dir, schedule: definition, mode: 'add' }),
          },
        })
      },
    }),
  )
  const run = useMutation(
    orpc.schedules.runNow.mutationOptions({ onSuccess: ({ runId }) => navigate(runPath(runId)) }),
  )
  const error = pause.error ?? remove.error ?? run.error
  const at = next[0]
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 border-t border-line px-3 py-2.5">
      <div className="min-w-0 flex-[1_1_320px]">
        <p className="break-words">
          <strong className="mr-1 font-semibold">{name}</strong> {formatSchedule(schedule)}
        </p>
        <p className="text-12 text-ink-2">
          {at === undefined ? (
            'Paused'
          ) : (
            <>
              Next <time dateTime={at}>{formatDue(Date.parse(at), zoneInUse)}</time>
            </>
          )}
          {zone !== null && ` (${zone})`}, {formatMakeUp(makeUpMinutes)}
        </p>
        {firings.length > 0 && (
          <ul aria-label={`Latest of ${name}`} className="mt-1 grid gap-0.5">
            {firings.slice(0, 3).map((firing) => (
              <FiringLine key={firing.dueAt} firing={firing} />
            ))}
          </ul>
        )}
        {error !== null && <ProblemView problems={problemsOf(error)} />}
      </div>
      <span className="flex items-center gap-2">
        <Button
          size="small"
          icon={<Play size={14} aria-hidden />}
          isBusy={run.isPending}
          onClick={() => run.mutate({ dir, name })}
        >
          Run now
        </Button>
        <Button
          kind="ghost"
          size="small"
          aria-label={`Change ${name}`}
          icon={<Pencil size={14} aria-hidden />}
          onClick={onEdit}
        />
        <Button
          kind="ghost"
          size="small"
          aria-label={`Remove ${name}`}
          icon={<Trash2 size={14} aria-hidden />}
          isBusy={remove.isPending}
          onClick={() => remove.mutate({ dir, name })}
        />
        <Switch
          label={`Schedule ${name}`}
          isOn={!isPaused}
          isPending={pause.isPending}
          onChange={(isOn) => pause.mutate({ dir, name, isPaused: !isOn })}
        />
      </span>
    </li>
  )
}

function FiringLine({ firing: { dueAt, state, text, runId } }: { readonly firing: Firing }) {
  const nowMs = useNow(60_000)
  const { word, readiness } = firingWords[state]
  const moment = (
    <time dateTime={dueAt} className="numeric text-ink-3">
      {formatMoment(Date.parse(dueAt), nowMs)}
    </time>
  )
  return (
    <li className="flex min-w-0 items-center gap-1.5 text-12">
      <Signal state={readiness} label={null} size={14} />
      <span className={`shrink-0 ${signalInk[readiness]}`}>{word}</span>
      {runId === null ? (
        moment
      ) : (
        <Link href={runPath(runId)} className="underline hover:text-ink">
          {moment}
        </Link>
      )}
      {text !== null && <span className="min-w-0 break-words text-ink-2">{text}</span>}
    </li>
  )
}
