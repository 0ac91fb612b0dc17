import type { Alert } from '../../shared/alerts.ts'

/** Alerts and recoveries that are told together. */
export interface Notice {
  readonly raised: readonly Alert[]
  readonly recovered: readonly Alert[]
}

/** Gathers what belongs together, so that a stack that falls is one notice and not ten. Pure: time is passed in. */
export interface NoticeGroups {
  /** `run` is the run that works on the lab. */
  raise(alert: Alert, group: string, run: string | null, atMs: number): void
  /** `isTold`: somebody knows of it. An alert that nobody was told of is taken back without a word. */
  recover(alert: Alert, group: string, run: string | null, isTold: boolean, atMs: number): void
  /** What has waited long enough. `isRunOver` says whether what waits for a run need not wait any more. */
  due(atMs: number, isRunOver: (run: string) => boolean): readonly Notice[]
}

interface Group {
  readonly firstMs: number
  readonly untilMs: number
  readonly run: string | null
  raised: Alert[]
  recovered: Alert[]
}

const gatherMs = 3000
/** What comes during a run is told at its end: one notice. But nobody waits for more than a minute. */
const gatherInRunMs = 60_000

export function createNoticeGroups(): NoticeGroups {
  const groups = new Map<string, Group>()

  function groupOf(name: string, run: string | null, atMs: number): Group {
    const key = run ?? name
    const gatherFor = run === null ? gatherMs : gatherInRunMs
    const group = groups.get(key) ?? {
      firstMs: atMs,
      untilMs: atMs + gatherFor,
      run,
      raised: [],
      recovered: [],
    }
    groups.set(key, group)
    return group
  }

  function takeBack(id: string): boolean {
    for (const group of groups.values()) {
      const left = group.raised.filter((alert) => alert.id !== id)
      if (left.length === group.raised.length) continue
      group.raised = left
      return true
    }
    return false
  }

  return {
    raise: (alert, group, run, atMs) => void groupOf(group, run, atMs).raised.push(alert),
    recover(alert, group, run, isTold, atMs) {
      if (!takeBack(alert.id) && isTold && alert.ending !== null)
        groupOf(group, run, atMs).recovered.push(alert)
    },
    due(atMs, isRunOver) {
      const due = [...groups].filter(([, { firstMs, untilMs, run }]) => {
        const isOver = run !== null && isRunOver(run) && atMs >= firstMs + gatherMs
        return isOver || atMs >= untilMs
      })
      for (const [key] of due) groups.delete(key)
      return due
        .map(([, { raised, recovered }]) => ({ raised, recovered }))
        .filter(({ raised, recovered }) => raised.length + recovered.length > 0)
    },
  }
}
