import { SwitchyardError } from '../../../shared/errors.ts'
import type { HelperState } from '../../../shared/host.ts'

export const hostIsOff = 'The variable SWITCHYARD_HOST=off keeps Switchyard from changing this machine.'

/** The helper's own sentence as an error; `said` is what it wrote, or null when it died without a word. */
export function refusal(said: string | null, exitCode: number | null): SwitchyardError {
  const sentence = said?.replace(/^switchyard-host: /, '').trim()
  // Source: pkexec(1): 126 the dialog was dismissed, 127 not authorised.
  if (!sentence || exitCode === 126 || exitCode === 127) {
    const why = exitCode === 126 || exitCode === 127 ? 'you were not allowed to' : `it ended with ${exitCode}`
    return new SwitchyardError('HOST_REFUSED', `The host helper could not be used: ${why}.`, {
      hint: 'See `switchyard host status`; `switchyard host install` sets it up for members of the group docker.',
    })
  }
  return new SwitchyardError('HOST_REFUSED', sentence)
}

/** There is no way to call it. */
export function helperMissing(way: HelperState['way']): SwitchyardError {
  if (way === 'off')
    return new SwitchyardError('HOST_REFUSED', hostIsOff, { hint: 'Unset it to allow that.' })
  return new SwitchyardError('HOST_HELPER_MISSING', 'The host helper is not installed.', {
    hint: 'Run `switchyard host install`: it shows what it writes and asks first.',
  })
}
