/** The value of a variable; undefined when it is not set. */
export type LookUp = (name: string) => string | undefined

/** Puts variables into a text by Compose's rules: `$X`, `${X}`, `${X:-default}`, `${X:+other}`, and `$$` for a dollar. */
export function interpolate(text: string, variables: ReadonlyMap<string, string>): string {
  return interpolateWith(text, (name) => variables.get(name))
}

/**
 * The same; what stands behind an operator can hold variables itself. What is no variable stays as it is, and `onBroken` is
 * called for a `${` that Compose would refuse.
 */
export function interpolateWith(
  text: string,
  lookUp: LookUp,
  onBroken: () => void = () => undefined,
): string {
  let result = ''
  let from = 0
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', from)) {
    const { value, end } = substituteAt(text, at, lookUp, onBroken)
    result += text.slice(from, at) + value
    from = end
  }
  return result + text.slice(from)
}

/** Variables that a text requires with `${X?…}` or `${X:?…}`, which refuses an empty value too. */
export function findRequiredVariables(
  text: string,
): { readonly name: string; readonly refusesEmpty: boolean }[] {
  const found = text.matchAll(/(?<!\$)(?:\$\$)*\$\{([A-Za-z_]\w*)(:?)\?/g)
  return [...found].map(([, name = '', colon]) => ({ name, refusesEmpty: colon === ':' }))
}

interface Substitution {
  readonly value: string
  /** Behind what was replaced. */
  readonly end: number
}

function substituteAt(text: string, at: number, lookUp: LookUp, onBroken: () => void): Substitution {
  if (text[at + 1] === '$') return { value: '$', end: at + 2 }
  const bare = readName(text, at + 1)
  if (bare !== '') return { value: lookUp(bare) ?? '', end: at + 1 + bare.length }
  if (text[at + 1] !== '{') return { value: '$', end: at + 1 }
  const close = closingBrace(text, at + 1)
  const [, name, operator = '', word = ''] =
    close === -1 ? [] : (braced.exec(text.slice(at + 2, close)) ?? [])
  if (name === undefined) {
    onBroken()
    return { value: '$', end: at + 1 }
  }
  const within = (inner: string) => interpolateWith(inner, lookUp, onBroken)
  return { value: choose(lookUp(name), operator, word, within), end: close + 1 }
}

const braced = /^([A-Za-z_]\w*)(?:(:?[-+?])([\s\S]*))?$/

function choose(
  value: string | undefined,
  operator: string,
  word: string,
  read: (text: string) => string,
): string {
  const isUsable = value !== undefined && !(operator.startsWith(':') && value === '')
  if (operator.endsWith('+')) return isUsable ? read(word) : ''
  if (operator.endsWith('-') && !isUsable) return read(word)
  return value ?? ''
}

function readName(text: string, from: number): string {
  nameHere.lastIndex = from
  return nameHere.exec(text)?.[0] ?? ''
}

const nameHere = /[A-Za-z_]\w*/y

/** Where the brace that opens at `open` is closed; those within it are counted. -1: nowhere. */
function closingBrace(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}
