export interface SearchOptions {
  readonly text: string
  readonly isRegex: boolean
}

/** What is looked for; small and capital letters are the same unless a capital is typed. */
export interface Search {
  test(text: string): boolean
  /** Where it stands, as pairs of begin and end; at most `most`. */
  ranges(text: string, most?: number): readonly (readonly [number, number])[]
}

/** Null for an empty search; for a pattern that is none, why. */
export function compileSearch({ text, isRegex }: SearchOptions): Search | { readonly error: string } | null {
  if (text === '') return null
  const flags = /\p{Lu}/u.test(isRegex ? text.replaceAll(/\\./g, '') : text) ? 'g' : 'gi'
  try {
    return searchBy(new RegExp(isRegex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), flags))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { error: message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '') }
  }
}

function searchBy(pattern: RegExp): Search {
  return {
    test(text) {
      pattern.lastIndex = 0
      return pattern.test(text)
    },
    ranges(text, most = 100) {
      const found: [number, number][] = []
      pattern.lastIndex = 0
      for (let match = pattern.exec(text); match && found.length < most; match = pattern.exec(text)) {
        // A pattern that matches nothing matches everywhere.
        if (match[0] === '') pattern.lastIndex += 1
        else found.push([match.index, match.index + match[0].length])
      }
      return found
    },
  }
}
