import { formatCommand, formatCount } from '../../shared/format.ts'
import { needsNewStart, step } from '../../shared/next-steps.ts'
import type { NextStep, Situation } from '../../shared/situation.ts'
import { describeLabSituation } from './describe-lab-situation.ts'
import type { LabPlace, SituationFacts } from './model.ts'

/** What stands in the way comes first, then how the lab is, then where there may be one. Pure. */
export function describeSituation(facts: SituationFacts): Situation {
  const hindrance = facts.engine ?? facts.compose
  if (hindrance) {
    const { kind, message, steps } = hindrance
    const then = needsNewStart(kind) ? ' Start Switchyard again afterwards.' : ''
    const sentence = `Until this is mended nothing can be started, or shown as it is.${then}`
    return { kind, level: 'error', title: message, sentence, steps: [...steps] }
  }
  if (facts.lab) return describeLabSituation(facts.lab, commandsFor(facts))
  if (facts.problem) {
    const { message, hint } = facts.problem
    const steps = [step('See it with its place', commandsFor(facts)('doctor'))]
    return { kind: 'lab-trouble', level: 'error', title: message, sentence: hint ?? null, steps }
  }
  return describeNoLab(facts)
}

function describeNoLab({ dir, places, runningOfOthers, sampleLab }: SituationFacts): Situation {
  const running = places.filter((place) => place.running > 0)
  const others =
    runningOfOthers === 0
      ? null
      : `${formatCount(runningOfOthers, 'container runs', 'containers run')} from folders that you may not read; they are left alone.`
  const asTheyAre =
    running.length === 0 ? null : 'What runs already is shown as it is: opening a lab starts nothing.'
  const sentence = [asTheyAre, others].filter((part) => part !== null).join(' ')
  return {
    kind: 'no-lab',
    level: 'ok',
    title: dir === null ? 'No lab has been opened yet.' : `There is no lab in ${dir}.`,
    sentence: sentence === '' ? null : sentence,
    steps: [
      ...places.map(describePlace),
      ...(sampleLab === null
        ? []
        : [{ ...step('Try the sample lab', command('up', sampleLab)), dir: sampleLab }]),
      step('Start what is in another folder with Compose files', 'switchyard up --lab FOLDER'),
      step('Or choose one in the browser', 'switchyard serve --open'),
    ],
  }
}

function describePlace({ dir, why, running }: LabPlace): NextStep {
  if (running > 0) {
    const text = `${dir} runs already, with ${formatCount(running, 'container')}`
    return { text, command: command('status', dir), dir }
  }
  const text = why === 'used' ? `${dir} was used before` : `${dir} has Compose files`
  return { text, command: command('up', dir), dir }
}

function command(verb: string, dir: string): string {
  return formatCommand(['switchyard', verb, '--lab', dir])
}

/** Commands for the folder that was looked at. */
function commandsFor({ dir, isNamed }: Pick<SituationFacts, 'dir' | 'isNamed'>) {
  return (...words: readonly string[]): string => {
    const lab = isNamed && dir !== null ? ['--lab', dir] : []
    return formatCommand(['switchyard', ...words, ...lab])
  }
}
