/** Text as it stands in a manual page, on lines of their own or within one. */
export function roffText(text: string): string {
  return text
    .split('\n')
    .map((each) => guardStart(escapeRoff(each)))
    .join('\n')
}

/** Text that is an argument of a macro. */
export function roffArgument(text: string): string {
  return `"${escapeRoff(text.replaceAll('\n', ' ')).replaceAll('"', '\\(dq')}"`
}

/** Every dash as it is typed, so that a command can be copied; what is not ASCII by its number. */
function escapeRoff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/[^\t\n -~]/gu, (letter) => `\\[u${codeOf(letter)}]`)
}

function codeOf(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

/** A line that begins like a request would be one. */
function guardStart(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line
}
