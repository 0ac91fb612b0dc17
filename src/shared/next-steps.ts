import type { NextStep, SituationKind } from './situation.ts'

/** Steps as sentences, for where there is no room for a list: `Start it: \`sudo systemctl start docker\`.` */
export function formatSteps(steps: readonly NextStep[]): string {
  return steps
    .map(({ text, command }) => (command === null ? `${text}.` : `${text}: \`${command}\`.`))
    .join(' ')
}

/** A step that is about no lab. */
export function step(text: string, command: string | null = null): NextStep {
  return { text, command, dir: null }
}

/** Whether Switchyard notices the mending only when it is started anew: it has the session and the variables of its start. */
export function needsNewStart(kind: SituationKind): boolean {
  return kind === 'no-permission' || kind === 'log-in-again' || kind === 'engine-elsewhere'
}
