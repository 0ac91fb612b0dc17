import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { Schedule } from '../../../shared/schedule.ts'
import { formatDue, formatSchedule, parseAction } from '../../../shared/schedule-words.ts'
import { formatDuration } from '../../../shared/format.ts'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart, useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { MultiPicker } from '../../ui/multi-picker.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Panel } from '../../ui/surface.tsx'
import { DayPicker } from './day-picker.tsx'
import { actionOptions, definitionOf, draftOf, parseTime, type ScheduleDraft } from './draft.ts'

/** A new schedule, or changes of one, with the sentence that it means and its next time. */
export function ScheduleForm({
  schedule,
  onClose,
}: {
  /** Null for a new one. */
  readonly schedule: Schedule | null
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(() => draftOf(schedule))
  const change = (part: Partial<ScheduleDraft>) => setDraft((now) => ({ ...now, ...part }))
  const formRef = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const cameFrom = document.activeElement
    formRef.current?.querySelector<HTMLElement>('input, button')?.focus()
    return () => {
      // As a dialog does: whoever opened the form is where they were.
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus()
    }
  }, [])
  const { dir, environment, profiles } = useSelection()
  const lab = useLabPart(({ state }) => state?.lab)
  const orpc = useOrpc()
  const queries = useQueryClient()
  const mode = schedule ? ('change' as const) : ('add' as const)
  const of = schedule ?? {
    environment: environment ?? null,
    profiles: [...(profiles ?? [])],
    isPaused: false,
  }
  const definition = definitionOf(draft, of)
  const shown = useDeferredValue(definition)
  const preview = useQuery({
    ...orpc.schedules.set.queryOptions({
      input: shown ? { dir, schedule: shown, mode, dryRun: true } : skipToken,
      retry: false,
    }),
    placeholderData: (before) => before,
  })
  const save = useMutation(
    orpc.schedules.set.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries({ queryKey: orpc.schedules.list.key() })
        onClose()
      },
    }),
  )
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (definition) save.mutate({ dir, schedule: definition, mode })
  }
  const action = parseAction(draft.action)
  const error = save.error ?? preview.error
  const next = preview.data?.next[0]
  return (
    <Panel title={schedule ? `Change ${schedule.name}` : 'New schedule'}>
      <form
        ref={formRef}
        onSubmit={submit}
        onKeyDown={(event) => {
          // What floats above the form closes first.
          if (event.key !== 'Escape' || event.defaultPrevented) return
          event.preventDefault()
          onClose()
        }}
        aria-label={schedule ? `Change ${schedule.name}` : 'New schedule'}
        className="grid gap-3 border-t border-line px-3 py-3"
      >
        {!schedule && (
          <Field
            className="max-w-sm"
            label="Name"
            placeholder="Name, like morning"
            maxLength={40}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label="When"
            value={draft.kind}
            options={[
              { value: 'weekly', label: 'On days' },
              { value: 'cron', label: 'Cron' },
            ]}
            onChange={(kind) => change({ kind })}
          />
          {draft.kind === 'weekly' ? (
            <>
              <DayPicker days={draft.days} onChange={(days) => change({ days })} />
              {/* The browser's own would say it as its language does, everything else here has 24 hours. */}
              <Field
                className="w-16"
                label="Time"
                placeholder="08:00"
                maxLength={5}
                aria-invalid={parseTime(draft.at) === null}
                value={draft.at}
                onChange={(event) => change({ at: event.target.value })}
              />
            </>
          ) : (
            <Field
              className="w-56"
              label="Cron expression"
              placeholder="0 8 * * 1-5"
              value={draft.cron}
              onChange={(event) => change({ cron: event.target.value })}
            />
          )}
          <Field
            className="w-52"
            label="Time zone"
            placeholder="Time zone of this machine"
            value={draft.zone}
            onChange={(event) => change({ zone: event.target.value })}
          />
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Picker
            name="Do"
            value={draft.action}
            options={actionOptions}
            onChange={(word) => change({ action: word, makeUpMinutes: null })}
          />
          {action?.appsOnly === false && (
            <MultiPicker
              name="With"
              chosen={draft.targets}
              options={(lab?.stacks ?? []).map(({ name }) => name)}
              none="everything"
              onChange={(targets) => change({ targets })}
            />
          )}
          {action?.kind === 'update' && (
            <>
              <Picker
                name="When one does not get ready"
                value={draft.update.putBack ? 'back' : 'stay'}
                options={[
                  { value: 'back', label: 'its previous image is put back' },
                  { value: 'stay', label: 'the new image stays' },
                ]}
                onChange={(end) => change({ update: { ...draft.update, putBack: end === 'back' } })}
              />
              <Picker
                name="What the files build"
                value={draft.update.build ? 'build' : 'leave'}
                options={[
                  { value: 'build', label: 'is built anew' },
                  { value: 'leave', label: 'is left alone' },
                ]}
                onChange={(how) => change({ update: { ...draft.update, build: how === 'build' } })}
              />
            </>
          )}
          <Picker
            name="When missed"
            value={String(definition?.makeUpMinutes ?? 0)}
            options={makeUpOptions(definition?.makeUpMinutes ?? 0)}
            onChange={(minutes) => change({ makeUpMinutes: Number(minutes) })}
          />
        </div>
        {error !== null ? (
          <ProblemView problems={problemsOf(error)} />
        ) : (
          <p role="status" className="text-12 text-ink-2">
            {definition === null
              ? 'A time like 08:00 is missing, or a cron expression.'
              : preview.data && (
                  <>
                    {formatSchedule(preview.data)}
                    {next !== undefined &&
                      `; next ${formatDue(Date.parse(next), preview.data.zoneInUse)} (${preview.data.zoneInUse})`}
                  </>
                )}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={definition === null} isBusy={save.isPending}>
            {schedule ? 'Save' : 'Add'}
          </Button>
          <Button kind="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Panel>
  )
}

const usual = [0, 30, 120, 720]

function makeUpOptions(chosen: number) {
  const minutes = [...new Set([...usual, chosen])].sort((one, other) => one - other)
  return minutes.map((each) => ({
    value: String(each),
    label: each === 0 ? 'left out' : `made up for within ${formatDuration(each * 60_000)}`,
  }))
}
