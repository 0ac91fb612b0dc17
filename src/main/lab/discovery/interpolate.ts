const reference = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\})/g

/** Puts variables into a text by Compose's rules: `$X`, `${X}`, `${X:-default}`, `${X:+other}`, and `$$` for a dollar. */
export function interpolate(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(reference, (...match: readonly unknown[]) => {
    const [whole, bare, braced, operator = '', word = ''] = match as readonly string[]
    if (whole === '$$') return '$'
    const value = variables.get(bare ?? braced ?? '')
    const isUsable = value !== undefined && !(operator.startsWith(':') && value === '')
    if (operator.endsWith('+')) return isUsable ? word : ''
    if (operator.endsWith('-') && !isUsable) return word
    return value ?? ''
  })
}

/** Variables that a text requires with `${X?…}` or `${X:?…}`, which refuses an empty value too. */
export function findRequiredVariables(
  text: string,
): { readonly name: string; readonly refusesEmpty: boolean }[] {
  const found = text.matchAll(/(?<!\$)(?:\$\$)*\$\{([A-Za-z_]\w*)(:?)\?/g)
  return [...found].map(([, name = '', colon]) => ({ name, refusesEmpty: colon === ':' }))
}
