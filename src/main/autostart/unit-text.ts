import type { AutostartWish } from '../../shared/autostart.ts'

export interface UnitParts {
  /** The program with its arguments. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly wish: AutostartWish
  /** Whether lingering is ours to switch off again. */
  readonly hasTurnedOnLinger: boolean
}

export const unitName = 'switchyard.service'

/** The systemd user unit. What stands behind `[X-Switchyard]` is for us; systemd leaves such sections alone. */
export function unitText({ command, environment, wish, hasTurnedOnLinger }: UnitParts): string {
  const variables = Object.entries(environment).map(
    ([name, value]) => `Environment=${quote(`${name}=${value}`)}`,
  )
  return [
    '# Written by `switchyard autostart enable`; `switchyard autostart disable` removes it.',
    ...serviceLines(command, variables),
    '[X-Switchyard]',
    `Wish=${JSON.stringify(wish)}`,
    `TurnedOnLinger=${hasTurnedOnLinger ? 'yes' : 'no'}`,
    '',
  ].join('\n')
}

/**
 * The unit that a package of the system brings: off, for every user, with the lab that was used last. The operator's own of
 * the same name, which `autostart enable` writes, stands before it, so that never both run.
 */
export function packagedUnitText(program: string): string {
  return [
    '# `switchyard autostart enable` writes one of yours, for a lab that you name, which stands before this one.',
    ...serviceLines([program, 'serve', '--no-link'], []),
  ].join('\n')
}

function serviceLines(command: readonly string[], variables: readonly string[]): readonly string[] {
  return [
    '[Unit]',
    'Description=Switchyard: page, schedules and alerts of a lab',
    // Its disk may come later; a mistake is not tried for ever.
    'StartLimitIntervalSec=600',
    'StartLimitBurst=100',
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${command.map(quoteArgument).join(' ')}`,
    ...variables,
    'Restart=on-failure',
    'RestartSec=2',
    // Ctrl-C and SIGTERM are a way to end it; what it has started itself it ends itself.
    'SuccessExitStatus=130',
    'KillMode=mixed',
    'TimeoutStopSec=60',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ]
}

/** What stands in a unit that we have written; null for another one. */
export function parseUnit(
  text: string,
): { readonly wish: unknown; readonly hasTurnedOnLinger: boolean } | null {
  const own = text.split('\n[X-Switchyard]\n')[1]
  const [, wish] = /^Wish=(.*)$/m.exec(own ?? '') ?? []
  if (own === undefined || wish === undefined) return null
  try {
    return { wish: JSON.parse(wish) as unknown, hasTurnedOnLinger: /^TurnedOnLinger=yes$/m.test(own) }
  } catch {
    return null
  }
}

/** Source: systemd.service(5), "Command lines": variables are replaced there as well. */
function quoteArgument(argument: string): string {
  return quote(argument.replaceAll('$', '$$$$'))
}

/** Source: systemd.syntax(7), "Quoting", and systemd.unit(5), "Specifiers". */
function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')
  return /^[\w@:,./=%+-]+$/.test(escaped) ? escaped : `"${escaped}"`
}
