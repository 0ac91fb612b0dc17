import { useQuery } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { MetricsKept } from '../../../shared/metrics.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckedField } from '../../ui/field.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Switch } from '../../ui/switch.tsx'
import { readLimit } from './history-limit.ts'
import { SettingPanel, SettingRow } from './setting.tsx'
import { useSaving, type Saving } from './use-saving.ts'

const lookEveryMs = 2000

/** How much of what was measured is kept, and who else may read what is measured. */
export function Measuring() {
  const saving = useSaving()
  const orpc = useOrpc()
  const { data, error } = useQuery(orpc.metrics.kept.queryOptions({ refetchInterval: lookEveryMs }))
  return (
    <SettingPanel title="Measuring" saving={saving}>
      <SettingRow
        name="History"
        description="What services and the host have used is kept on the disk, up to this size. What is too old for it goes at once."
      >
        <LimitForm saving={saving} />
      </SettingRow>
      {data && <p className="text-ink-2">{describeKept(data)}</p>}
      {error !== null && <ProblemView problems={problemsOf(error)} />}
      <SettingRow
        name="Prometheus"
        description="From its next start on, switchyard serve answers at /metrics to whoever has the token that it then names."
      >
        <Switch
          label="Prometheus"
          isOn={saving.settings.serveMetrics}
          isPending={saving.isSaving}
          onChange={(serveMetrics) => saving.save({ serveMetrics })}
        />
      </SettingRow>
    </SettingPanel>
  )
}

function LimitForm({ saving }: { readonly saving: Saving }) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? String(saving.settings.historyLimitMb)
  const [problem, setProblem] = useState<string | null>(null)
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    const answer = readLimit(shown)
    setProblem(answer.problem)
    if (answer.mb === null) return
    setTyped(String(answer.mb))
    saving.save({ historyLimitMb: answer.mb })
  }
  return (
    <form onSubmit={save} className="grid gap-1.5">
      <CheckedField
        label="Most that the history may take, in MB"
        className="w-28"
        inputMode="numeric"
        value={shown}
        end={<span aria-hidden>MB</span>}
        problem={problem}
        onChange={(event) => {
          setTyped(event.target.value)
          setProblem(null)
        }}
      >
        <Button type="submit" isBusy={saving.isSaving}>
          Save
        </Button>
      </CheckedField>
    </form>
  )
}

function describeKept({ bytes, since, notice }: MetricsKept): string {
  const size = `The history takes ${Math.ceil(bytes / 1_000_000)} MB now`
  const reach = since === null ? 'and holds nothing yet' : `and reaches back to ${formatDay(since)}`
  return notice === null ? `${size} ${reach}.` : `${size} ${reach}. ${notice}`
}

function formatDay(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
