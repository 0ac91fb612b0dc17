import type { AutostartWish } from '../../shared/autostart.ts'
import { SwitchyardError } from '../../shared/errors.ts'

/** Of the operator's own, what Switchyard and Docker need to be the same after a boot as now. */
const carried = [
  'PATH',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'XDG_CACHE_HOME',
  'SWITCHYARD_HOST',
  'TZ',
]

export function carriedVariables(variables: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    carried.flatMap((name) => {
      const value = variables[name]
      return value === undefined || value === '' || isUnwritable(value) ? [] : [[name, value]]
    }),
  )
}

/** What the unit runs. Throws USAGE for names that no unit file can hold. */
export function serveCommand(program: string, wish: AutostartWish): readonly string[] {
  const command = [
    program,
    'serve',
    ...['--lab', wish.dir],
    ...(wish.environment === null ? [] : ['--env', wish.environment]),
    ...wish.profiles.flatMap((profile) => ['--profile', profile]),
    '--no-link',
    ...(wish.startLab ? ['--start'] : []),
  ]
  const wrong = command.find(isUnwritable)
  if (wrong !== undefined)
    throw new SwitchyardError('USAGE', `No unit file can hold the name ${JSON.stringify(wrong)}.`, {
      hint: 'Rename it so that it has no control characters.',
    })
  return command
}

function isUnwritable(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
