import { runWords } from '../../../shared/run-words.ts'
import type { Schedule, ScheduleDefinition } from '../../../shared/schedule.ts'
import {
  actionWord,
  parseAction,
  scheduledActions,
  scheduledKinds,
  type Weekday,
  weekdays,
} from '../../../shared/schedule-words.ts'

/** What stands in the form, as it is typed. */
export interface ScheduleDraft {
  readonly name: string
  readonly kind: 'weekly' | 'cron'
  readonly at: string
  readonly days: readonly Weekday[]
  readonly cron: string
  readonly action: string
  readonly targets: readonly string[]
  /** Of an update. */
  readonly update: Readonly<{ build: boolean; putBack: boolean }>
  readonly zone: string
  /** Null: what is usual for the action. */
  readonly makeUpMinutes: number | null
}

export function draftOf(schedule: Schedule | null): ScheduleDraft {
  const when = schedule?.when
  return {
    name: schedule?.name ?? '',
    kind: when?.kind ?? 'weekly',
    at: when?.kind === 'weekly' ? when.at : '08:00',
    days: when?.kind === 'weekly' ? when.days : weekdays.slice(0, 5),
    cron: when?.kind === 'cron' ? when.expression : '',
    action: schedule ? actionWord(schedule.action) : 'apps-on',
    targets: schedule?.action.targets ?? [],
    update: schedule?.action.update ?? { build: true, putBack: true },
    zone: schedule?.zone ?? '',
    makeUpMinutes: schedule?.makeUpMinutes ?? null,
  }
}

/** The schedule that the draft means; null while something is missing. A name is made up for what has none yet. */
export function definitionOf(
  draft: ScheduleDraft,
  lab: Pick<ScheduleDefinition, 'environment' | 'profiles' | 'isPaused'>,
): ScheduleDefinition | null {
  const action = parseAction(draft.action)
  const at = parseTime(draft.at)
  if (!action || (draft.kind === 'cron' ? draft.cron.trim() === '' : at === null)) return null
  const zone = draft.zone.trim()
  return {
    ...lab,
    name: draft.name.trim() || nameOf(draft.action),
    when:
      draft.kind === 'cron'
        ? { kind: 'cron', expression: draft.cron.trim() }
        : { kind: 'weekly', at: at ?? draft.at, days: [...draft.days] },
    zone: zone === '' ? null : zone,
    action: {
      ...action,
      targets: action.appsOnly ? [] : [...draft.targets],
      ...(action.kind === 'update' ? { update: { ...draft.update } } : {}),
    },
    makeUpMinutes: draft.makeUpMinutes ?? scheduledKinds[action.kind].makeUpMinutes,
  }
}

/** `08:00` of `8:00` or `08:00`; null for what is no time of a day. */
export function parseTime(text: string): string | null {
  const time = text.trim().padStart(5, '0')
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null
}

const nameOf = (action: string) => `at-${action}`

const words: Readonly<Record<string, string>> = { 'apps-on': 'Apps on', 'apps-off': 'Apps off' }

/** Choices of the form, in the words of the rest of the page. */
export const actionOptions = scheduledActions.map((value) => {
  const action = parseAction(value)
  return { value, label: words[value] ?? (action ? runWords[action.kind].asked : value) }
})
