import { line, span, type Line } from './line.ts'

/** Where the page is and how to get in. */
export function renderDoor(door: {
  readonly url: string
  readonly link: string
  /** Whether the operator's token opens the page as well. */
  readonly hasToken: boolean
  /** Whether a person sits at the terminal. */
  readonly isTyped: boolean
}): Line[] {
  const keys = door.isTyped ? ['Enter prints a new link, Ctrl-C ends this. Containers keep running.'] : []
  return [
    [span('Switchyard is at '), span(door.url, 'strong')],
    line(''),
    line(`  ${door.link}`),
    line(''),
    line('The link signs one browser in, once, within 5 minutes.', 'quiet'),
    ...(door.hasToken ? [line(`Your token signs in at ${door.url}/enter.`, 'quiet')] : []),
    ...(door.hasToken && door.url.startsWith('http:')
      ? [line('This is plain HTTP: whoever can listen on that network can read along.', 'warning')]
      : []),
    ...keys.map((text) => line(text, 'quiet')),
  ]
}

/** A further link. */
export function renderLink(link: string): Line[] {
  return [line(`  ${link}`), line('The link before it works no more.', 'quiet')]
}

export function renderGoodbye(): Line[] {
  return [line('The page is closed. Containers keep running.')]
}
