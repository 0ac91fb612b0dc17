import type { AutostartStatus } from './autostart.ts'

/** What is to be said of it, a sentence each; what page and terminal both say. */
export function describeAutostart(
  status: AutostartStatus,
): readonly { readonly text: string; readonly isWarning: boolean }[] {
  const { unavailable, wish, file, isEnabled, isRunning, tokenFile, notes } = status
  const say = (text: string) => ({ text, isWarning: false })
  const warn = (text: string) => ({ text, isWarning: true })
  if (unavailable !== null) return [say(unavailable)]
  if (wish === null)
    return [
      say(
        isEnabled
          ? 'Switchyard opens when you log in, by the unit of its package, with the lab that was used last.'
          : 'Switchyard does not open by itself.',
      ),
    ]
  const when = wish.when === 'boot' ? 'when the machine boots' : 'when you log in'
  const lab = wish.startLab
    ? `, and starts the lab in ${wish.dir} in its order`
    : ` for the lab in ${wish.dir}`
  return [
    ...(isEnabled ? [say(`Switchyard opens ${when}${lab}.`)] : []),
    say(isRunning ? 'It is running now.' : 'It is not running now.'),
    say(`Its unit is ${file}.`),
    ...(tokenFile === null ? [] : [say(`The token in ${tokenFile} signs in to its page.`)]),
    ...notes.map(warn),
  ]
}
