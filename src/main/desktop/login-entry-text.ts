const ownMark = 'X-Switchyard-Written=true'

/** An entry for the autostart folder of the desktop that runs a command. Pure. */
export function loginEntryText(command: readonly string[]): string {
  const [program = ''] = command
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Switchyard',
    'Comment=Opens Switchyard in the tray at login; its settings switch this off',
    // What was removed is not missed at login.
    `TryExec=${escapeString(program)}`,
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    ownMark,
    '',
  ].join('\n')
}

export function isOwnEntry(text: string): boolean {
  return text.split('\n').includes(ownMark)
}

/** Source: Desktop Entry Specification, "The Exec key": quoted for the key, and once more for being a string. */
function quoteArgument(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, (mark) => `\\${mark}`)
  const quoted = /^[\w@:,./=+-]+$/.test(argument) ? argument : `"${escaped}"`
  return escapeString(quoted.replaceAll('%', '%%'))
}

function escapeString(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
