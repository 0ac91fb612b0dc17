import { formatList } from '../../../shared/format.ts'
import { line, span, type Line } from './line.ts'

/** Where the page is and how to get in. */
export function renderDoor(door: {
  readonly url: string
  readonly link: string
  /** Whether the operator's token opens the page as well. */
  readonly hasToken: boolean
  /** Whether a person sits at the terminal. */
  readonly isTyped: boolean
  /** Where Prometheus reads, and the file with the token for it; null when it may not. */
  readonly metrics: { readonly url: string; readonly tokenFile: string } | null
}): Line[] {
  const keys = door.isTyped ? ['Enter prints a new link, Ctrl-C ends this. Containers keep running.'] : []
  return [
    [span('Switchyard is at '), span(door.url, 'strong')],
    line(''),
    line(`  ${door.link}`),
    line(''),
    line('The link signs one browser in, once, within 5 minutes.', 'quiet'),
    ...(door.hasToken ? [line(`Your token signs in at ${door.url}/enter.`, 'quiet')] : []),
    ...(door.metrics
      ? [line(`Prometheus reads ${door.metrics.url} with the token in ${door.metrics.tokenFile}.`, 'quiet')]
      : []),
    ...(door.hasToken && door.url.startsWith('http:')
      ? [line('This is plain HTTP: whoever can listen on that network can read along.', 'warning')]
      : []),
    ...keys.map((text) => line(text, 'quiet')),
  ]
}

/** Where the page is, for a log that others may read: the way in stands in a file. */
export function renderTokenDoor(door: {
  readonly url: string
  readonly tokenFile: string
  readonly metrics: { readonly url: string; readonly tokenFile: string } | null
}): Line[] {
  return [
    line(`Switchyard is at ${door.url}; the token in ${door.tokenFile} signs in at ${door.url}/enter.`),
    ...(door.metrics
      ? [line(`Prometheus reads ${door.metrics.url} with the token in ${door.metrics.tokenFile}.`)]
      : []),
  ]
}

/** What became of the start of the lab that was asked for with serving. */
export function renderLabStart(
  outcome: 'waits' | 'begun' | 'before' | 'succeeded' | 'failed' | 'cancelled',
  dir: string,
): Line[] {
  const words = {
    waits: `The lab in ${dir} is started as soon as the Docker engine answers and no other run goes on.`,
    begun: `The lab in ${dir} is being started.`,
    before: `The lab in ${dir} was started since this boot already.`,
    succeeded: `The lab in ${dir} is up.`,
    failed: `The lab in ${dir} did not come up as a whole; \`switchyard doctor\` and the page say why.`,
    cancelled: `The start of the lab in ${dir} was cancelled.`,
  }
  return [line(words[outcome])]
}

/** A further link. */
export function renderLink(link: string): Line[] {
  return [line(`  ${link}`), line('The link before it works no more.', 'quiet')]
}

/** Why Ctrl-C has not ended it yet. `labs`: whose runs go on. */
export function renderGoingOn(labs: readonly string[]): Line[] {
  const [are, them, their] = labs.length > 1 ? ['are', 'them', 'their'] : ['is', 'it', 'its']
  const sentence = `${runsOf(labs)} ${are} going on; press Ctrl-C again to cancel ${them} and leave, or wait for ${their} end.`
  return [line(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`, 'warning')]
}

export function renderCancelling(labs: readonly string[]): Line[] {
  return [line(`Cancelling ${labs.length > 1 ? '' : 'the '}${runsOf(labs).replace(/^a /, '')}.`)]
}

function runsOf(labs: readonly string[]): string {
  return `${labs.length > 1 ? 'runs' : 'a run'} of ${formatList(labs)}`
}

export function renderGoodbye(): Line[] {
  return [line('The page is closed. Containers keep running.')]
}
