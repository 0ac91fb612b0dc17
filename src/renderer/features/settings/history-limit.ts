import { historyLimitRange } from '../../../shared/default-settings.ts'

/** A limit for the history in MB, or why it cannot be, in one sentence. */
export type LimitAnswer =
  { readonly mb: number; readonly problem: null } | { readonly mb: null; readonly problem: string }

/** Takes a number as people write it: `200`, `200 MB`, `2 GB`. */
export function readLimit(text: string): LimitAnswer {
  const [, digits = '', unit = 'MB'] = /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*(MB|GB)?\s*$/i.exec(text) ?? []
  const mb = Math.round(Number(digits) * (unit.toUpperCase() === 'GB' ? 1000 : 1))
  const { min, max } = historyLimitRange
  return digits !== '' && mb >= min && mb <= max
    ? { mb, problem: null }
    : { mb: null, problem: `Give a number of MB from ${min} to ${max}.` }
}
