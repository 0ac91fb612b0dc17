import type { NextStep, Situation } from '../../../shared/situation.ts'
import { line, span, verbatim, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'

/** How it stands, and what to do next with the command for it. */
export function renderSituation({ level, title, sentence, steps }: Situation, style: Style): Line[] {
  return [
    [span(symbolOf(signals[level], style), signals[level]), span(' '), span(title, 'strong')],
    ...(sentence === null ? [] : [line(`   ${sentence}`)]),
    ...(steps.length === 0 ? [] : [[], ...renderSteps(steps)]),
  ]
}

/** Steps alone, for below what was said before. */
export function renderSteps(steps: readonly NextStep[]): Line[] {
  return steps.flatMap(({ text, command }) =>
    command === null
      ? [line(`   ${text}.`)]
      : [line(`   ${text}:`), [span('     $ ', 'quiet'), ...verbatim(command)]],
  )
}

const signals: Readonly<Record<Situation['level'], Signal>> = {
  ok: 'ready',
  warning: 'warning',
  error: 'failed',
}
