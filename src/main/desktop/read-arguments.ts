import { resolve } from 'node:path'
import { z } from 'zod'
import { linkScheme } from './read-deep-link.ts'

/** What a start of the program asks for; the first instance hears it from those that are started later. */
export interface StartRequest {
  readonly link: string | null
  /** Absolute; null for the lab that was used last. */
  readonly labDir: string | null
  readonly action: 'start-everything' | 'stop-apps' | null
  /** Stays in the tray, as at login. */
  readonly isHidden: boolean
}

/** How a second instance hands its arguments over: Electron's own list has them in another order, with more in between. */
const handedSchema = z.object({
  arguments: z.array(z.string().max(8192)).max(100),
  workingDir: z.string().max(4096),
})
export type HandedArguments = Readonly<z.infer<typeof handedSchema>>

const actions: ReadonlyMap<string, StartRequest['action']> = new Map([
  ['--start-everything', 'start-everything'],
  ['--stop-apps', 'stop-apps'],
])

/** Arguments that are not ours are left out: Chromium has many. Pure. */
export function readArguments({ arguments: given, workingDir }: HandedArguments): StartRequest {
  const link = given.find((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`)) ?? null
  // Whoever can make the operator follow a link must not get anything else in with it.
  if (link !== null) return { link, labDir: null, action: null, isHidden: false }
  const labDir = readOption(given, '--lab')
  return {
    link,
    labDir: labDir === null ? null : resolve(workingDir, labDir),
    action: given.map((argument) => actions.get(argument)).find((action) => action !== undefined) ?? null,
    isHidden: given.includes('--hidden'),
  }
}

/** What another instance handed over; one that only wants to be seen when that cannot be read. */
export function readHandedOver(data: unknown): StartRequest {
  return readArguments(handedSchema.safeParse(data).data ?? { arguments: [], workingDir: '/' })
}

function readOption(given: readonly string[], name: string): string | null {
  const together = given.find((argument) => argument.startsWith(`${name}=`))
  if (together !== undefined) return together.slice(name.length + 1) || null
  const at = given.indexOf(name)
  return at === -1 ? null : (given[at + 1] ?? null)
}
