import { hiddenCharacters } from '../../shared/format.ts'

export const linkScheme = 'switchyard'

const linkActions = ['open', 'up', 'stop', 'restart'] as const
export type LinkAction = (typeof linkActions)[number]

export interface DeepLink {
  /** Name of a lab, or the id of its folder. */
  readonly lab: string
  /** Null for the whole lab. */
  readonly stack: string | null
  readonly action: LinkAction
}

/** What is wrong with a link, in one sentence. */
export interface LinkProblem {
  readonly problem: string
}

const longest = 2048

/** `switchyard://LAB/STACK?action=up`, taken apart. Anybody can write one, so that nothing is guessed. Pure. */
export function readDeepLink(text: string): DeepLink | LinkProblem {
  if (text.length > longest) return { problem: 'The link is too long to be one of Switchyard.' }
  const url = URL.parse(text)
  if (url?.protocol !== `${linkScheme}:`) return { problem: 'This is no link of Switchyard.' }
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '')
    return { problem: 'A link of Switchyard has no user, port or part behind a #.' }
  const names = [url.host, ...url.pathname.split('/').slice(1)].map(decode)
  if (names.length > 1 && names.at(-1) === '') names.pop()
  const [lab, stack = null, ...more] = names
  if (!lab || stack === '' || more.length > 0 || names.includes(null))
    return { problem: 'A link of Switchyard names a lab and at most one stack: switchyard://LAB/STACK.' }
  const action = readAction(url.searchParams)
  return action ? { lab, stack, action } : { problem: `A link of Switchyard can ${actionsInWords} only.` }
}

const actionsInWords = 'say action=open, up, stop or restart'

function readAction(said: URLSearchParams): LinkAction | null {
  const [first, ...more] = [...said]
  if (first === undefined) return 'open'
  const [name, value] = first
  if (more.length > 0 || name !== 'action') return null
  return linkActions.find((action) => action === value) ?? null
}

/** Null for what cannot be read, or would show otherwise than it is. */
function decode(part: string): string | null {
  try {
    const text = decodeURIComponent(part)
    return text.replace(hiddenCharacters, '') === text ? text : null
  } catch {
    return null
  }
}
