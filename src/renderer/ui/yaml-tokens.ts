/** A piece of a line of YAML; `plain` is everything that is neither key, quoted text nor comment. */
export interface YamlToken {
  readonly kind: 'plain' | 'key' | 'string' | 'comment'
  readonly text: string
}

const shapes = [
  ['comment', /#.*/y],
  ['string', /"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?/y],
] as const

/** Splits one line for colouring. Together the pieces are the line, whatever stands in it; nothing is parsed beyond that. */
export function tokenizeYaml(line: string): readonly YamlToken[] {
  const tokens: YamlToken[] = []
  const add = (kind: YamlToken['kind'], text: string) => {
    const last = tokens.at(-1)
    if (text === '') return
    if (last?.kind === kind) tokens[tokens.length - 1] = { kind, text: last.text + text }
    else tokens.push({ kind, text })
  }
  const lead = /^\s*(?:- +)*/.exec(line)?.[0] ?? ''
  add('plain', lead)
  const key = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'[{][^#]*?)(?=:(?:\s|$))/.exec(
    line.slice(lead.length),
  )?.[0]
  add('key', key ?? '')
  let at = lead.length + (key?.length ?? 0)
  while (at < line.length) {
    const isFresh = at === 0 || /[\s[{,]/.test(line[at - 1] ?? '')
    const found = isFresh ? matchAt(line, at) : null
    add(found?.kind ?? 'plain', found?.text ?? line.charAt(at))
    at += found?.text.length ?? 1
  }
  return tokens
}

/** A sign in the middle of a word opens nothing, so this is asked only where a word begins. */
function matchAt(line: string, at: number): YamlToken | null {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const text = shape.exec(line)?.[0]
    if (text !== undefined) return { kind, text }
  }
  return null
}
