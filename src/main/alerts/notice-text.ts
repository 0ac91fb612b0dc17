import { formatAlertSubject } from '../../shared/alert-words.ts'
import type { Alert } from '../../shared/alerts.ts'
import { formatCount, formatList } from '../../shared/format.ts'
import type { Notice } from './notices.ts'

/** A notice in words, for every channel the same. */
export interface NoticeText {
  readonly title: string
  readonly body: string
  readonly isRecovery: boolean
}

const mostLines = 12

/** One alert is its own title; several are counted, and named in the body. */
export function describeNotice({ raised, recovered }: Notice): NoticeText {
  const isRecovery = raised.length === 0
  const all = [...raised, ...recovered]
  const [only] = all
  if (only && all.length === 1) {
    const log = isRecovery ? [] : only.log.slice(-mostLines)
    const where = only.subject.kind === 'host' ? '' : `Lab ${only.subject.lab}.`
    return {
      title: sentenceOf(only),
      body: [where, ...log].filter((line) => line !== '').join('\n'),
      isRecovery,
    }
  }
  const counts = [
    ...(raised.length > 0 ? [formatCount(raised.length, 'alert')] : []),
    ...(recovered.length > 0 ? [formatCount(recovered.length, 'recovery', 'recoveries')] : []),
  ]
  const subjects = [...new Set(all.map(({ subject }) => formatAlertSubject(subject)))]
  return {
    title: `${formatList(counts)}: ${formatList(subjects, 3)}`,
    body: all.map(sentenceOf).join('\n'),
    isRecovery,
  }
}

/** What is wrong, or how it ended. */
export function sentenceOf({ subject, text, ending }: Pick<Alert, 'subject' | 'text' | 'ending'>): string {
  return `${formatAlertSubject(subject)} ${ending ?? text}`
}
