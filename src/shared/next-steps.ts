import type { NextStep } from './situation.ts'

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
